package dev.proxystore.flink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.sink.ProxySink;
import dev.proxystore.flink.source.ProxyEvent;
import dev.proxystore.flink.source.ProxySource;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestTopics;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.stream.StreamConsumer;
import dev.proxystore.stream.StreamItem;
import dev.proxystore.stream.event.Brokers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.base.DeliveryGuarantee;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Jobs whose topics are on a real server, which goes and comes back with its data. */
@Timeout(120)
class RedisTopicsITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private RedisServer server;

  @BeforeEach
  void start(@TempDir Path folder) {
    server = RedisServer.builder().appendOnly(folder).start();
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String address(String broker) {
    return "redis://" + server.hostAndPort() + "/events?broker=" + broker;
  }

  private static StreamExecutionEnvironment environment(int restarts) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_ATTEMPTS, restarts);
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(50));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(2);
    environment.enableCheckpointing(50);
    return environment;
  }

  private DataStream<ProxyEvent<String>> events(
      StreamExecutionEnvironment environment, String broker, int producers) {
    return environment.fromSource(
        ProxySource.<String>builder()
            .setBroker(address(broker))
            .setTopics("in")
            .setValueType(Types.STRING)
            .withMetadata()
            .setBounded()
            .setProducers(producers)
            .build(),
        WatermarkStrategy.noWatermarks(),
        "in");
  }

  private ProxySink<ProxyEvent<String>> sink(String broker) {
    return ProxySink.<ProxyEvent<String>>builder()
        .setBroker(address(broker))
        .setTopic("out")
        .setProxyExtractor(ProxyEvent::proxy)
        .setMetadataExtractor(ProxyEvent::metadata)
        .setDeliveryGuarantee(DeliveryGuarantee.EXACTLY_ONCE)
        .setEndOfStream()
        .build();
  }

  private static List<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private static int number(StreamItem<?> item) {
    return item.metadata().number(TestTopics.NUMBER).orElseThrow().intValue();
  }

  @Test
  void nothingIsLostOrDoubledFromTopicToTopicWhenTheServerIsStoppedAndStartedAgain()
      throws Exception {
    String broker = "stream&partitions=2";
    StreamExecutionEnvironment environment = environment(10);
    events(environment, broker, 2).sinkTo(sink(broker));
    try (TestTopics before = TestTopics.of(Brokers.open(address(broker)))) {
      before.producer("in").send(0, 500).end();
    }
    JobClient job = environment.executeAsync();
    try (StreamConsumer<String> consumer =
        StreamConsumer.<String>builder(address(broker), "out").producers(2).build()) {
      int first = number(consumer.next());
      server.restart();
      try (TestTopics after = TestTopics.of(Brokers.open(address(broker)))) {
        after.producer("in").send(500, 1000).end();
      }
      List<Integer> rest = consumer.stream().map(RedisTopicsITCase::number).toList();
      assertThat(rest).doesNotContain(first).doesNotHaveDuplicates().hasSize(999);
    }
    job.getJobExecutionResult().get();
  }

  @Test
  void aBroadcastIsReadByOneTaskFromWhenTheJobListens() throws Exception {
    CompletableFuture<List<Integer>> found = new CompletableFuture<>();
    CloseableIterator<ProxyEvent<String>> results =
        events(environment(0), "pubsub", 1).executeAndCollect();
    Thread reader =
        new Thread(
            () ->
                found.complete(
                    IntStream.range(0, 20).mapToObj(i -> number(results.next())).toList()));
    reader.start();
    try (TestTopics topics = TestTopics.of(Brokers.open(address("pubsub")))) {
      TestTopics.Producer producer = topics.producer("in");
      int[] sent = new int[1];
      await()
          .pollInterval(Duration.ofMillis(10))
          .until(
              () -> {
                producer.send(sent[0], ++sent[0]);
                return found.isDone();
              });
      int first = found.get().get(0);
      assertThat(found.get()).isEqualTo(range(first, first + 20));
    }
    results.close();
  }

  private static int number(ProxyEvent<?> event) {
    return event.metadata().number(TestTopics.NUMBER).orElseThrow().intValue();
  }

  @Test
  void aServerThatIsNotThereWhenAJobStartsFailsItWithASentence() {
    server.kill();
    String sentence = "The broker " + address("stream") + " cannot be opened: Connection refused.";
    StreamExecutionEnvironment reading = environment(0);
    DataStream<ProxyEvent<String>> events = events(reading, "stream", 1);
    assertThatThrownBy(() -> events.executeAndCollect(1)).hasStackTraceContaining(sentence);
    StreamExecutionEnvironment writing = environment(0);
    writing
        .fromData("text")
        .map(text -> TestTopics.proxy(1))
        .returns(ProxyTypeInfo.forValues(Types.STRING))
        .sinkTo(ProxySink.<String>ofProxies().setBroker(address("stream")).setTopic("out").build());
    assertThatThrownBy(writing::execute).hasStackTraceContaining(sentence);
  }
}
