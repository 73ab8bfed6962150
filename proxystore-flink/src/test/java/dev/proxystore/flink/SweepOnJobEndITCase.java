package dev.proxystore.flink;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A cluster that sweeps a store when a job is over. */
@Timeout(60)
class SweepOnJobEndITCase {
  private static final TestStore SERVER = TestStore.start();

  @RegisterExtension static final MiniClusterExtension CLUSTER = cluster();

  private static MiniClusterExtension cluster() {
    Configuration configuration = new Configuration();
    configuration.set(
        DeploymentOptions.JOB_STATUS_CHANGED_LISTENERS,
        List.of(SweepOnJobEndFactory.class.getName()));
    configuration.set(SweepOnJobEndFactory.STORES, List.of(SERVER.address().toString()));
    return new MiniClusterExtension(
        new MiniClusterResourceConfiguration.Builder().setConfiguration(configuration).build());
  }

  @AfterAll
  static void close() {
    SERVER.close();
  }

  private static StreamExecutionEnvironment puttingJob() {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(1);
    environment.enableCheckpointing(20);
    ProxyStreams.put(Jobs.endless(environment, i -> "text " + i, Types.STRING), SERVER.config())
        .sinkTo(new DiscardingSink<>());
    return environment;
  }

  /** The listener is not told what the job keeps, and would sweep its objects. */
  @Test
  void aJobThatKeepsCheckpointsWhereTheClusterDoesNotIsRefused() {
    StreamExecutionEnvironment environment = puttingJob();
    environment
        .getCheckpointConfig()
        .setExternalizedCheckpointRetention(ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    assertThatThrownBy(environment::execute)
        .hasStackTraceContaining("to RETAIN_ON_CANCELLATION and the cluster has NO_EXTERNALIZED")
        .hasStackTraceContaining("proxystore.sweep.stores");
  }

  @Test
  void theObjectsOfACancelledJobGo() throws Exception {
    JobClient job = puttingJob().executeAsync();
    await().until(() -> SERVER.ids().size() > 20);
    job.cancel().get();
    await().until(() -> SERVER.ids().isEmpty());
  }
}
