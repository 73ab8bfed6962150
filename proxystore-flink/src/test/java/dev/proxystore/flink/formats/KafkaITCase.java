package dev.proxystore.flink.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.flink.PutFunction;
import dev.proxystore.flink.formats.ProxyEventDeserializationSchema.BadEvents;
import dev.proxystore.flink.source.ProxyEvent;
import dev.proxystore.flink.source.ProxyEventTypeInfo;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.KafkaServer;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.stream.event.Metadata;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Proxies in the messages of a real Kafka broker, which Flink's own connector writes and reads. */
@Timeout(60)
class KafkaITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  @TempDir static Path folder;
  private static KafkaServer kafka;

  private static final int PARTITIONS = 2;
  private static final int CHECKPOINT_MILLIS = 100;
  private static final byte[] NO_EVENT = {1, 2, 3};
  private static final byte[] TOMBSTONE = null;

  private final TestStore store = TestStore.start();

  @BeforeAll
  static void startServer() throws Exception {
    kafka = KafkaServer.start(folder);
  }

  @AfterAll
  static void stopServer() {
    kafka.close();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static StreamExecutionEnvironment environment() {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setParallelism(2);
    environment.enableCheckpointing(CHECKPOINT_MILLIS);
    return environment;
  }

  @Test
  void objectsStayInTheStoreWhileTheirEventsPassKafkaExactlyOnceWithKeysAndMetadata()
      throws Exception {
    kafka.createTopic("readings", PARTITIONS);
    writeReadings(100);
    assertThat(store.ids()).hasSize(100);
    assertThat(sums())
        .containsExactlyInAnyOrder(
            Tuple2.of("north", LongStream.rangeClosed(1, 100).filter(i -> i % 2 == 0).sum()),
            Tuple2.of("south", LongStream.rangeClosed(1, 100).filter(i -> i % 2 == 1).sum()));
    assertThat(store.ids()).isEmpty();
  }

  /** The first job: puts numbers, and writes events of them. */
  private void writeReadings(int count) throws Exception {
    StreamExecutionEnvironment environment = environment();
    ProxyStreams.put(
            environment.fromSequence(1, count),
            store.config(),
            ProxyPutOptions.defaults(),
            PutFunction.of(number -> number, KafkaITCase::event),
            Types.LONG,
            ProxyEventTypeInfo.of(ProxyTypeInfo.forValues(Types.LONG)))
        .sinkTo(KafkaConnectors.sink(kafka.address()));
    environment.execute();
  }

  private static ProxyEvent<Long> event(long number, Proxy<Long> proxy) {
    Metadata camera = Metadata.of("camera", number % 2 == 0 ? "north" : "south");
    return new ProxyEvent<>(proxy, camera, "", Instant.now());
  }

  /** The second job: reads events, and resolves where it computes. */
  private List<Tuple2<String, Long>> sums() throws Exception {
    StreamExecutionEnvironment environment = environment();
    KafkaSource<ProxyEvent<Long>> source =
        KafkaConnectors.source(kafka.address()).setBounded(OffsetsInitializer.latest()).build();
    DataStream<ProxyEvent<Long>> readings =
        environment.fromSource(source, WatermarkStrategy.noWatermarks(), "readings");
    DataStream<Tuple2<String, Long>> numbers =
        ProxyStreams.resolve(
            readings.keyBy(KafkaConnectors::camera),
            ProxyEvent::proxy,
            (event, number, out) -> out.collect(Tuple2.of(KafkaConnectors.camera(event), number)),
            Types.TUPLE(Types.STRING, Types.LONG),
            ProxyResolveOptions.defaults());
    return lastOfEach(Jobs.results(numbers.keyBy(each -> each.f0).sum(1)));
  }

  private static List<Tuple2<String, Long>> lastOfEach(List<Tuple2<String, Long>> sums) {
    Map<String, Long> last = new TreeMap<>();
    sums.forEach(each -> last.merge(each.f0, each.f1, Math::max));
    return last.entrySet().stream().map(each -> Tuple2.of(each.getKey(), each.getValue())).toList();
  }

  @Test
  void bytesThatAreNoEventFailTheJobWithWhatWasExpected() throws Exception {
    kafka.createTopic("foreign", 1);
    send("foreign", NO_EVENT);
    assertThatThrownBy(() -> texts("foreign", BadEvents.FAIL))
        .hasStackTraceContaining("Expected an event");
  }

  @Test
  void bytesThatAreNoEventAreLeftOutIfWantedAndTombstonesAlways() throws Exception {
    kafka.createTopic("mixed", 1);
    try (Store texts = Store.fromConfig(store.config())) {
      byte[] event =
          ProxyEventSerializationSchema.<String>withoutMetadata().serialize(texts.proxy("text"));
      send("mixed", NO_EVENT, event, TOMBSTONE);
    }
    assertThat(texts("mixed", BadEvents.SKIP)).containsExactly("text");
  }

  private static void send(String topic, byte[]... values) throws Exception {
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", kafka.address()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      for (byte[] value : values) {
        producer.send(new ProducerRecord<>(topic, value)).get();
      }
    }
  }

  private static List<String> texts(String topic, BadEvents badEvents) throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    KafkaSource<Proxy<String>> source =
        KafkaSource.<Proxy<String>>builder()
            .setBootstrapServers(kafka.address())
            .setTopics(topic)
            .setBounded(OffsetsInitializer.latest())
            .setValueOnlyDeserializer(
                ProxyEventDeserializationSchema.forValues(String.class).setBadEvents(badEvents))
            .build();
    return Jobs.results(
        ProxyStreams.resolve(
            environment.fromSource(source, WatermarkStrategy.noWatermarks(), topic),
            text -> text,
            Types.STRING));
  }
}
