package dev.proxystore.flink.testutils;

import dev.proxystore.flink.sink.ProxySink;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.stream.StreamConsumer;
import dev.proxystore.stream.StreamItem;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import java.net.URL;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.connector.testframe.external.ExternalSystemDataReader;
import org.apache.flink.connector.testframe.external.sink.DataStreamSinkV2ExternalContext;
import org.apache.flink.connector.testframe.external.sink.TestingSinkSettings;

/** A new topic of a broker as Flink's test suite sees it: its readers resolve what they read. */
public final class ProxySinkSuiteContext implements DataStreamSinkV2ExternalContext<String> {
  private static final int RECORDS = 40;
  private static final int BATCH = 7;

  private final String topic = "suite-" + UUID.randomUUID();
  private final StoreConfig store;
  private final Broker broker;
  private final List<StreamConsumer<String>> consumers = new ArrayList<>();

  ProxySinkSuiteContext(String broker, StoreConfig store) {
    this.broker = Brokers.open(broker);
    this.store = store;
  }

  /** Objects stay when they are resolved: the suite reads a topic more than once. */
  @Override
  @SuppressWarnings("deprecation") // the suite has no other way to say its semantics
  public Sink<String> createSink(TestingSinkSettings settings) {
    return ProxySink.<String>builder()
        .setBroker(broker.address().toString())
        .setStore(store)
        .setTopic(topic)
        .setOnResolve(OnResolve.KEEP)
        .setBatchSize(BATCH)
        .setDeliveryGuarantee(DeliveryGuarantee.valueOf(settings.getCheckpointingMode().name()))
        .build();
  }

  @Override
  public ExternalSystemDataReader<String> createSinkDataReader(TestingSinkSettings settings) {
    StreamConsumer<String> consumer = StreamConsumer.<String>builder(broker, topic).build();
    consumers.add(consumer);
    return new Reader(consumer);
  }

  @Override
  public List<String> generateTestData(TestingSinkSettings settings, long seed) {
    return IntStream.range(0, RECORDS).mapToObj(i -> seed + " " + i).toList();
  }

  @Override
  public TypeInformation<String> getProducedType() {
    return Types.STRING;
  }

  @Override
  public List<URL> getConnectorJarPaths() {
    return List.of();
  }

  @Override
  public void close() {
    consumers.forEach(StreamConsumer::close);
    broker.close();
  }

  @Override
  public String toString() {
    return broker.address().toString();
  }

  /** Waits for an item, and takes those that are there with it. */
  private record Reader(StreamConsumer<String> consumer)
      implements ExternalSystemDataReader<String> {
    private static final Duration SHORT = Duration.ofMillis(1);

    @Override
    public List<String> poll(Duration timeout) {
      return Stream.iterate(
              consumer.poll(timeout), Optional::isPresent, item -> consumer.poll(SHORT))
          .flatMap(Optional::stream)
          .map(StreamItem::object)
          .toList();
    }

    @Override
    public void close() {
      consumer.close();
    }
  }
}
