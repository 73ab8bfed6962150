package dev.proxystore.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.sink.ProxySink;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.stream.StreamConsumer;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.StartPosition;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
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
  private static final String LOG = "local:swept?broker=log&partitions=2";
  private static final Duration SOON = Duration.ofMillis(200);

  @RegisterExtension static final MiniClusterExtension CLUSTER = cluster();

  private static MiniClusterExtension cluster() {
    Configuration configuration = new Configuration();
    configuration.set(
        DeploymentOptions.JOB_STATUS_CHANGED_LISTENERS,
        List.of(SweepOnJobEndFactory.class.getName()));
    configuration.set(SweepOnJobEndFactory.STORES, List.of(SERVER.address().toString()));
    return new MiniClusterExtension(
        new MiniClusterResourceConfiguration.Builder()
            .setConfiguration(configuration)
            .setNumberSlotsPerTaskManager(2)
            .build());
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

  /** What is in the topic now. */
  private static Set<String> published(Broker broker) {
    Set<String> ids = new HashSet<>();
    try (StreamConsumer<String> consumer =
        StreamConsumer.<String>builder(broker, "texts")
            .startPosition(StartPosition.earliest())
            .build()) {
      for (var next = consumer.poll(SOON); next.isPresent(); next = consumer.poll(SOON)) {
        ids.add(((StoreFactory<?>) next.get().proxy().factory()).key().id());
      }
    }
    return ids;
  }

  @Test
  void ofACancelledSinkWhatItPublishedStaysAndNothingElse() throws Exception {
    try (Broker broker = Brokers.open(LOG)) {
      StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
      environment.setParallelism(2);
      environment.enableCheckpointing(200);
      Jobs.endless(environment, i -> "text " + i, Types.STRING)
          .rebalance()
          .sinkTo(
              ProxySink.<String>builder()
                  .setBroker(LOG)
                  .setStore(SERVER.config())
                  .setTopic("texts")
                  .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                  .build());
      JobClient job = environment.executeAsync();
      await().until(() -> !published(broker).isEmpty());
      int puts = SERVER.puts();
      await().until(() -> SERVER.puts() > puts + 20);
      job.cancel().get();
      await().untilAsserted(() -> assertThat(SERVER.ids()).isEqualTo(published(broker)));
    }
  }

  @Test
  void theObjectsOfACancelledJobGo() throws Exception {
    JobClient job = puttingJob().executeAsync();
    await().until(() -> SERVER.ids().size() > 20);
    job.cancel().get();
    await().until(() -> SERVER.ids().isEmpty());
  }
}
