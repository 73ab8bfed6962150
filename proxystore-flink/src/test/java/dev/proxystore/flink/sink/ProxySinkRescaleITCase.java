package dev.proxystore.flink.sink;

import static dev.proxystore.flink.sink.SinkJobs.TOPIC;
import static dev.proxystore.flink.sink.SinkJobs.items;
import static dev.proxystore.flink.sink.SinkJobs.texts;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.testutils.FaultyLog;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.stream.StreamItem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A job that is stopped with a savepoint, and goes on with more or fewer writers. */
@Timeout(60)
class ProxySinkRescaleITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final int RECORDS = 400;
  private static final Duration OFTEN = Duration.ofMillis(20);

  private final TestStore store = TestStore.start();
  private final FaultyLog log = FaultyLog.start();

  @AfterEach
  void close() {
    log.close();
    store.close();
  }

  private StreamExecutionEnvironment job(StreamExecutionEnvironment environment, int writers) {
    Jobs.paced(environment, RECORDS, i -> "text " + i, Types.STRING)
        .rebalance()
        .sinkTo(
            ProxySink.<String>builder()
                .setBroker(log.address())
                .setStore(store.config())
                .setTopic(TOPIC)
                .setBatchSize(3)
                .setEndOfStream()
                .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
                .build())
        .setParallelism(writers)
        .uid("sink");
    return environment;
  }

  private String stopWithSavepoint(int writers, Path folder) throws Exception {
    JobClient client = job(SinkJobs.failing(OFTEN), writers).executeAsync();
    await().until(() -> store.ids().size() > RECORDS / 8);
    return client
        .stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
        .get();
  }

  /** What the savepoint was to commit was committed, and is committed again: numbers tell. */
  @ParameterizedTest
  @CsvSource({"2, 3", "3, 1", "1, 2"})
  void nothingIsLostOrDoubledAndTheTopicEnds(int before, int after, @TempDir Path folder)
      throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, stopWithSavepoint(before, folder));
    job(SinkJobs.failing(OFTEN, configuration), after).execute();
    List<StreamItem<String>> items = items(log.broker(), TOPIC, Math.max(before, after));
    assertThat(items.stream().map(StreamItem::proxy).map(Proxy::resolve))
        .containsExactlyInAnyOrderElementsOf(texts(RECORDS));
    assertThat(store.ids()).as("the mark of the savepoint").hasSize(1);
  }
}
