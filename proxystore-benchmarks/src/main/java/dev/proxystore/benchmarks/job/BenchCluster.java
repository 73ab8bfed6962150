package dev.proxystore.benchmarks.job;

import dev.proxystore.examples.cluster.Cluster;
import dev.proxystore.examples.cluster.ClusterConfig;
import dev.proxystore.examples.cluster.LoopbackPort;
import dev.proxystore.examples.cluster.RunDirectory;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.FileUtils;
import org.jspecify.annotations.Nullable;

/**
 * A JobManager and TaskManagers, each a process of its own on this machine, which have the class
 * path of the benchmarks: what one job has warmed up is warm for the next. Closing ends the
 * processes and removes their files.
 */
public final class BenchCluster implements AutoCloseable {
  private static final int BUFFER_TIMEOUT_MILLIS = 5;
  private static final Duration LONGEST_START = Duration.ofMinutes(1);

  private static final MemorySize NETWORK = MemorySize.ofMebiBytes(256);

  /** What closing ends; null if others have started it. */
  private final @Nullable Cluster cluster;

  private final Path folder;
  private final int port;

  private BenchCluster(@Nullable Cluster cluster, Path folder, int port) {
    this.cluster = cluster;
    this.folder = folder;
    this.port = port;
  }

  /**
   * Starts the processes.
   *
   * @param taskManagers how many
   * @param slots of each of them
   * @param heap for the tasks of each of them
   */
  public static BenchCluster start(int taskManagers, int slots, MemorySize heap)
      throws IOException, InterruptedException {
    Path folder = newFolder();
    Cluster cluster =
        Cluster.withClassPath(
            RunDirectory.of(folder.resolve("cluster")), classPath(), largeBuffers());
    int port = LoopbackPort.findFree();
    cluster.start(
        new ClusterConfig(port, LoopbackPort.findFree(), taskManagers, slots, heap),
        LONGEST_START,
        System.err::println);
    return new BenchCluster(cluster, folder, port);
  }

  /** One that runs already on this machine, and goes on running when this is closed. */
  static BenchCluster at(int port) throws IOException {
    return new BenchCluster(null, newFolder(), port);
  }

  private static Path newFolder() throws IOException {
    return Files.createTempDirectory("proxystore-bench");
  }

  /**
   * What one would set who sends large records by value: ten buffers, as many as a channel has,
   * then hold 2.5 MiB rather than 320 KiB.
   */
  private static Configuration largeBuffers() {
    Configuration settings = new Configuration();
    settings.set(TaskManagerOptions.MEMORY_SEGMENT_SIZE, MemorySize.ofMebiBytes(1).divide(4));
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MIN, NETWORK);
    settings.set(TaskManagerOptions.NETWORK_MEMORY_MAX, NETWORK);
    return settings;
  }

  private static List<String> classPath() {
    return List.of(System.getProperty("java.class.path").split(File.pathSeparator, -1));
  }

  /** The JobManager's, on this machine. */
  public int port() {
    return port;
  }

  /** A folder for what jobs leave; it goes when this is closed. */
  public Path folder() {
    return folder;
  }

  public JobRest rest() {
    return new JobRest(port);
  }

  /**
   * Where jobs are built whose operators have one instance each, and pass records on as they are.
   * Short buffer timeouts, so that who waits for room does not wait for a buffer to be flushed.
   */
  public StreamExecutionEnvironment pipeline() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.OBJECT_REUSE, true);
    StreamExecutionEnvironment flink = environment(configuration);
    flink.setParallelism(1);
    flink.setBufferTimeout(BUFFER_TIMEOUT_MILLIS);
    return flink;
  }

  /** Where jobs are built that this cluster runs. One that fails is not restarted. */
  public StreamExecutionEnvironment environment(Configuration configuration) {
    Configuration flink = new Configuration(configuration);
    flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    return StreamExecutionEnvironment.createRemoteEnvironment(LoopbackPort.HOST, port, flink);
  }

  @Override
  public void close() throws IOException {
    try {
      if (cluster != null) {
        List<String> unused = cluster.stop();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      FileUtils.deleteDirectory(folder.toFile());
    }
  }
}
