package dev.proxystore.examples.demo;

import dev.proxystore.examples.cluster.JobJars;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Where the job runs: a Flink cluster inside this process, or one that is running already. Both are
 * spoken to over REST.
 *
 * @param rest the address of its REST API and web UI
 * @param mini the cluster in this process; null for another one
 */
record DemoCluster(URI rest, @Nullable MiniCluster mini) implements AutoCloseable {
  private static final String LOOPBACK = "127.0.0.1";
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(8);

  /** Starts a cluster in this process, with a task slot for each parallel instance. */
  static DemoCluster start(int slots) throws Exception {
    Configuration flink = new Configuration();
    flink.set(RestOptions.ADDRESS, LOOPBACK);
    flink.set(RestOptions.BIND_ADDRESS, LOOPBACK);
    flink.set(RestOptions.BIND_PORT, "0");
    flink.set(JobManagerOptions.ADDRESS, LOOPBACK);
    flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(16));
    MiniCluster mini =
        new MiniCluster(
            new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(slots)
                .build());
    try {
      mini.start();
      return new DemoCluster(mini.getRestAddress().get(), mini);
    } catch (Throwable e) {
      close(mini);
      throw e;
    }
  }

  /** A cluster that is running. */
  static DemoCluster at(ClusterAddress address) {
    return new DemoCluster(address.rest(), null);
  }

  boolean isHere() {
    return mini != null;
  }

  StreamExecutionEnvironment environment() {
    Configuration job = new Configuration();
    job.set(RestartStrategyOptions.RESTART_STRATEGY, "disable");
    return StreamExecutionEnvironment.createRemoteEnvironment(
        rest.getHost(), rest.getPort(), job, isHere() ? new String[0] : JobJars.paths());
  }

  @Override
  public void close() {
    if (mini != null) {
      close(mini);
    }
  }

  /** A cluster whose threads have died of an Error may never be closed. */
  private static void close(MiniCluster mini) {
    try {
      mini.closeAsync().orTimeout(LONGEST_CLOSE.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException e) {
      // It ends with the process, which is what comes next.
    }
  }
}
