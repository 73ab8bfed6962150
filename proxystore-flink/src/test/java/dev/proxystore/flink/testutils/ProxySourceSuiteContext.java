package dev.proxystore.flink.testutils;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.flink.source.ProxySource;
import dev.proxystore.flink.source.ProxySourceBuilder;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.Metadata;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.StreamEvent;
import java.net.URL;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.LongStream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.testframe.external.ExternalSystemSplitDataWriter;
import org.apache.flink.connector.testframe.external.source.DataStreamSourceExternalContext;
import org.apache.flink.connector.testframe.external.source.TestingSourceSettings;

/**
 * A topic of a replayable broker as Flink's test suite sees it: each of its writers is a producer,
 * which ends when the source is a bounded one.
 */
public final class ProxySourceSuiteContext
    implements DataStreamSourceExternalContext<Proxy<String>> {
  private static final StoreAddress NOWHERE = StoreAddress.parse("file:///nowhere/frames");
  private static final int RECORDS = 40;

  private final String topic = "suite-" + UUID.randomUUID();
  private final Broker broker;
  private final Publisher publisher;

  /** A new topic of a broker. */
  public ProxySourceSuiteContext(String address) {
    broker = Brokers.open(address);
    publisher = broker.publisher();
  }

  @Override
  public Source<Proxy<String>, ?, ?> createSource(TestingSourceSettings settings) {
    ProxySourceBuilder<String, Proxy<String>> builder =
        ProxySource.<String>builder()
            .setBroker(broker.address().toString())
            .setTopics(topic)
            .setValueType(Types.STRING);
    return settings.getBoundedness() == Boundedness.BOUNDED
        ? builder.setBounded().build()
        : builder.build();
  }

  @Override
  public ExternalSystemSplitDataWriter<Proxy<String>> createSourceSplitDataWriter(
      TestingSourceSettings settings) {
    return new Writer(settings.getBoundedness() == Boundedness.BOUNDED);
  }

  @Override
  public List<Proxy<String>> generateTestData(
      TestingSourceSettings settings, int splitIndex, long seed) {
    return LongStream.range(0, RECORDS).mapToObj(i -> proxy(splitIndex, seed, i)).toList();
  }

  private static Proxy<String> proxy(int split, long seed, long number) {
    Key key = new Key(split + "-" + seed + "-" + number, Descriptor.of("utf8", new byte[0]));
    return Proxy.of(new StoreFactory<>(NOWHERE, key, OnResolve.KEEP));
  }

  @Override
  public TypeInformation<Proxy<String>> getProducedType() {
    return ProxyTypeInfo.forValues(Types.STRING);
  }

  @Override
  public List<URL> getConnectorJarPaths() {
    return List.of();
  }

  @Override
  public void close() {
    publisher.close();
    broker.close();
  }

  @Override
  public String toString() {
    return broker.address().toString();
  }

  /** A producer; the records of one call keep their order. */
  private final class Writer implements ExternalSystemSplitDataWriter<Proxy<String>> {
    private final UUID id = UUID.randomUUID();
    private final boolean isBounded;
    private long next;

    Writer(boolean isBounded) {
      this.isBounded = isBounded;
    }

    @Override
    public void writeRecords(List<Proxy<String>> records) {
      List<byte[]> frames = new ArrayList<>();
      long first = next;
      for (Proxy<String> each : records) {
        frames.add(
            EventFrame.write(
                new StreamEvent.ObjectSent(id, next++, Instant.now(), Metadata.empty(), each)));
      }
      publisher.publish(topic, new EventBatch(id, first, frames));
      if (isBounded) {
        byte[] end = EventFrame.write(new StreamEvent.EndOfStream(id, next, Instant.now()));
        publisher.publishEnd(topic, new EventBatch(id, next++, List.of(end)));
      }
    }

    @Override
    public void close() {}
  }
}
