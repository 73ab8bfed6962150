package dev.proxystore.flink.sink;

import static dev.proxystore.flink.sink.SinkJobs.TOPIC;
import static dev.proxystore.flink.sink.SinkJobs.items;
import static dev.proxystore.flink.sink.SinkJobs.objects;
import static dev.proxystore.flink.sink.SinkJobs.texts;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.OnResolve;
import dev.proxystore.stream.StreamConsumer;
import dev.proxystore.stream.StreamItem;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.Metadata;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What arrives when nothing fails. */
@Timeout(60)
class ProxySinkITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final String LOG = "local:sink?broker=log&partitions=2";
  private static final int RECORDS = 200;

  private final TestStore store = TestStore.start();
  private Broker broker = Brokers.open(LOG);

  @AfterEach
  void close() {
    broker.close();
    store.close();
  }

  private void use(String address) {
    broker.close();
    broker = Brokers.open(address);
  }

  private ProxySinkBuilder<String> values() {
    return ProxySink.<String>builder()
        .setBroker(broker.address().toString())
        .setStore(store.config())
        .setTopic(TOPIC)
        .setEndOfStream();
  }

  private static StreamExecutionEnvironment environment() {
    return SinkJobs.failing(Duration.ofMillis(50));
  }

  private static DataStream<String> records(StreamExecutionEnvironment environment) {
    return Jobs.paced(environment, RECORDS, i -> "text " + i, Types.STRING).rebalance();
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, local:sink",
    "AT_LEAST_ONCE, local:sink",
    "EXACTLY_ONCE, local:sink",
    "NONE, " + LOG,
    "AT_LEAST_ONCE, " + LOG,
    "EXACTLY_ONCE, " + LOG
  })
  void eachRecordArrivesOnceAndTheTopicEndsWithTheInput(DeliveryGuarantee guarantee, String address)
      throws Exception {
    use(address);
    StreamExecutionEnvironment environment = environment();
    records(environment).sinkTo(values().setDeliveryGuarantee(guarantee).build());
    environment.execute();
    assertThat(store.ids()).hasSize(RECORDS);
    assertThat(objects(broker, TOPIC)).containsExactlyInAnyOrderElementsOf(texts(RECORDS));
    assertThat(store.ids()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"STREAMING", "BATCH"})
  void withoutCheckpointsAllIsPublishedAtTheEnd(RuntimeExecutionMode mode) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setRuntimeMode(mode);
    environment.setParallelism(2);
    environment
        .fromData(texts(10), Types.STRING)
        .rebalance()
        .sinkTo(values().setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE).build())
        .setParallelism(2);
    environment.execute();
    assertThat(objects(broker, TOPIC)).containsExactlyInAnyOrderElementsOf(texts(10));
  }

  @Test
  void aTopicWithoutRecordsEndsToo() throws Exception {
    StreamExecutionEnvironment environment = environment();
    environment
        .fromData(texts(10), Types.STRING)
        .filter(text -> false)
        .sinkTo(values().setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE).build());
    environment.execute();
    assertThat(items(broker, TOPIC)).isEmpty();
  }

  @Test
  void aRecordSaysItsTopicItsValueAndItsMetadata() throws Exception {
    StreamExecutionEnvironment environment = environment();
    environment.setParallelism(1);
    environment
        .fromData(List.of(1L, 2L, 3L), Types.LONG)
        .sinkTo(
            ProxySink.<Long>builder()
                .setBroker(broker.address().toString())
                .setStore(store.config())
                .setTopicSelector(number -> number % 2 == 0 ? "even" : "odd")
                .setValueExtractor(number -> "text " + number)
                .setMetadataExtractor(number -> Metadata.of("number", number))
                .setOnResolve(OnResolve.KEEP)
                .setEndOfStream()
                .build());
    environment.execute();
    List<StreamItem<String>> odd = items(broker, "odd", 1);
    assertThat(odd).extracting(StreamItem::object).containsExactlyInAnyOrder("text 1", "text 3");
    assertThat(odd)
        .allSatisfy(
            item ->
                assertThat(item.object())
                    .isEqualTo("text " + item.metadata().number("number").orElseThrow()));
    assertThat(items(broker, "even", 1)).extracting(StreamItem::object).containsExactly("text 2");
    assertThat(store.ids()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(DeliveryGuarantee.class)
  void proxiesArePassedOnAndNothingIsFetchedOrPut(DeliveryGuarantee guarantee) throws Exception {
    StreamExecutionEnvironment environment = environment();
    DataStream<Proxy<String>> proxies =
        ProxyStreams.put(environment.fromData(texts(10), Types.STRING), store.config());
    proxies.sinkTo(
        ProxySink.<String>ofProxies()
            .setBroker(broker.address().toString())
            .setTopic(TOPIC)
            .setEndOfStream()
            .setDeliveryGuarantee(guarantee)
            .build());
    environment.execute();
    assertThat(store.gets()).isEmpty();
    assertThat(store.ids()).hasSize(10);
    assertThat(objects(broker, TOPIC)).containsExactlyInAnyOrderElementsOf(texts(10));
  }

  @Test
  void aRecordWaitsNoLongerThanTheFlushInterval() throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    Jobs.endless(environment, i -> "text " + i, Types.STRING)
        .sinkTo(
            values()
                .setDeliveryGuarantee(DeliveryGuarantee.NONE)
                .setBatchSize(1_000_000)
                .setFlushInterval(Duration.ofMillis(20))
                .build());
    var job = environment.executeAsync();
    try (var consumer = StreamConsumer.<String>builder(broker, TOPIC).build()) {
      assertThat(consumer.next().object()).startsWith("text ");
    }
    job.cancel().get();
  }
}
