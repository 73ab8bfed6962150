package dev.proxystore.examples.demo;

import dev.proxystore.examples.cluster.JobJars;
import java.net.URI;
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
    mini.start();
    return new DemoCluster(mini.getRestAddress().get(), mini);
  }

  /** A cluster that is running. */
  static DemoCluster at(String hostAndPort) {
    URI rest = URI.create("http://" + hostAndPort);
    if (rest.getHost() == null || rest.getPort() < 0) {
      throw new DemoException(
          "The cluster '%s' is no address: expected HOST:PORT of its REST API, such as 127.0.0.1:8181."
              .formatted(hostAndPort));
    }
    return new DemoCluster(rest, null);
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
      mini.closeAsync().join();
    }
  }
}
