package dev.proxystore.benchmarks.chaos;

import dev.proxystore.benchmarks.job.Pace;
import dev.proxystore.examples.cluster.Cluster;
import dev.proxystore.examples.cluster.ClusterConfig;
import dev.proxystore.examples.cluster.JobJars;
import dev.proxystore.examples.cluster.LoopbackPort;
import dev.proxystore.examples.cluster.RunDirectory;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.connector.file.sink.FileSink;

/**
 * One run: starts all processes, lets the job go on while some of them are killed, and checks what
 * came of it. Closing ends all processes.
 */
final class ChaosRun implements AutoCloseable {
  private static final int TASK_MANAGERS = 3;
  private static final int SLOTS = 2;
  private static final MemorySize TASK_HEAP = MemorySize.ofMebiBytes(320);
  private static final Duration LONGEST_START = Duration.ofMinutes(2);
  private static final Duration LONGEST_END = Duration.ofMinutes(4);
  private static final Duration LONGEST_EVICTION = Duration.ofSeconds(5);
  private static final int PAUSE_MILLIS = 200;

  private final ChaosStore.Kind kind;
  private final Records records;
  private final int kills;
  private final Path folder;
  private final Consumer<String> progress;
  private final RunDirectory directory;
  private final Cluster cluster;
  private final ChaosStore store;

  /**
   * Starts the store.
   *
   * @param folder an empty one, for all files of the run
   * @param progress takes a line for each thing that happened
   */
  ChaosRun(ChaosStore.Kind kind, Records records, int kills, Path folder, Consumer<String> progress)
      throws IOException, InterruptedException {
    this.kind = kind;
    this.records = records;
    this.kills = kills;
    this.folder = folder;
    this.progress = progress;
    this.directory = RunDirectory.of(folder.resolve("cluster"));
    this.cluster = new Cluster(directory);
    this.store = ChaosStore.start(kind, folder);
  }

  ChaosReport run() throws Exception {
    long start = System.nanoTime();
    int port = LoopbackPort.findFree();
    cluster.start(
        new ClusterConfig(port, LoopbackPort.findFree(), TASK_MANAGERS, SLOTS, TASK_HEAP),
        LONGEST_START,
        progress);
    ChaosJob job = new ChaosJob(records, store.config(), folder);
    JobWatch watch = new JobWatch(port, job.submit(port, jars()).getJobID());
    try (PaceMaker pace = new PaceMaker(new Pace(job.pace()), kills)) {
      new Killer(cluster, store, watch, progress).run(Kill.plan(kills, records.seed()), pace);
      pace.end();
      progress.accept("The job is " + watch.awaitEnd(LONGEST_END));
    } catch (ChaosException e) {
      progress.accept(
          String.valueOf(e.getMessage())); // and what came of it is counted all the same
    }
    return report(job, (System.nanoTime() - start) / 1e9);
  }

  /** What the cluster does not have: this module, the sink of files, and all of the examples. */
  private static String[] jars() throws Exception {
    return Stream.concat(
            Stream.of(JobJars.paths()),
            Stream.of(jar(ChaosJob.class).toString(), jar(FileSink.class).toString()))
        .toArray(String[]::new);
  }

  private static Path jar(Class<?> type) throws Exception {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private ChaosReport report(ChaosJob job, double seconds)
      throws IOException, InterruptedException {
    Logs logs = Logs.read(directory.logs());
    return new ChaosReport(
        kind,
        kills,
        logs.restarts(),
        records,
        records.totalBytes(),
        seconds,
        Results.of(Results.read(job.results()), records),
        logs.missing(),
        leaked());
  }

  /** A server may still be busy with the last evictions. */
  private long leaked() throws IOException, InterruptedException {
    long start = System.nanoTime();
    long left = store.entries();
    while (left > 0 && System.nanoTime() - start < LONGEST_EVICTION.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      left = store.entries();
    }
    return left;
  }

  @Override
  public void close() throws IOException {
    try {
      List<String> unused = cluster.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      store.close();
    }
  }
}
