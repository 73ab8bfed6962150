package dev.proxystore.flink.testutils;

import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MetricOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.runtime.minicluster.RpcServiceSharing;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;

/** The cluster of Flink's own test suites, which ask it about jobs and metrics all the time. */
final class SuiteEnvironment {
  private static final Duration FRESH = Duration.ofMillis(50);
  private static final int SLOTS = 6;

  private SuiteEnvironment() {}

  /** As the suites' default is, but with answers that are not seconds old. */
  static MiniClusterTestEnvironment create() {
    Configuration configuration = new Configuration();
    configuration.set(MetricOptions.METRIC_FETCHER_UPDATE_INTERVAL, FRESH);
    configuration.set(WebOptions.REFRESH_INTERVAL, FRESH);
    return new MiniClusterTestEnvironment(
        new MiniClusterResourceConfiguration.Builder()
            .setConfiguration(configuration)
            .setNumberTaskManagers(1)
            .setNumberSlotsPerTaskManager(SLOTS)
            .setRpcServiceSharing(RpcServiceSharing.DEDICATED)
            .withHaLeadershipControl()
            .build());
  }
}
