package dev.proxystore.flink.source;

import static dev.proxystore.flink.source.SourceJobs.environment;
import static dev.proxystore.flink.source.SourceJobs.first;
import static dev.proxystore.flink.source.SourceJobs.next;
import static dev.proxystore.flink.source.SourceJobs.numbers;
import static dev.proxystore.flink.source.SourceJobs.once;
import static dev.proxystore.flink.source.SourceJobs.range;
import static dev.proxystore.flink.source.SourceJobs.source;
import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestTopics;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.stream.event.StartPosition;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a source reads of a replayable topic, and when it ends. */
@Timeout(120)
class ProxySourceITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private final TestTopics topics = TestTopics.log(3);

  @AfterEach
  void close() {
    topics.close();
  }

  @Test
  void aBoundedSourceEmitsAProxyForEachEventAndEndsWithTheProducer() throws Exception {
    topics.producer("frames").send(0, 100).end();
    var stream =
        environment(1)
            .fromSource(
                source(topics, "frames").setBounded().build(),
                WatermarkStrategy.noWatermarks(),
                "frames");
    List<Proxy<String>> expected = IntStream.range(0, 100).mapToObj(TestTopics::proxy).toList();
    List<Proxy<String>> found = results(stream);
    assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(found).noneMatch(Proxy::isResolved);
  }

  @Test
  void partitionsOfSeveralTopicsAreReadInParallelEachEventOnce() throws Exception {
    topics.producer("frames").send(0, 500).end();
    TestTopics.Producer one = topics.producer("masks").send(500, 700);
    topics.producer("masks").send(700, 1000).end();
    one.end();
    var source = source(topics, "frames", "masks").withMetadata().setBounded().build();
    assertThat(results(numbers(environment(4), source)))
        .containsExactlyInAnyOrderElementsOf(range(0, 1000));
  }

  @Test
  void aBoundedSourceWaitsForEveryProducerThatItHasSeen() throws Exception {
    TestTopics.Producer slow = topics.producer("frames").send(0, 5);
    topics.producer("frames").send(5, 10).end();
    var source = source(topics, "frames").withMetadata().setBounded().build();
    CloseableIterator<Integer> results = numbers(environment(2), source).executeAndCollect();
    assertThat(next(10, results)).containsExactlyInAnyOrderElementsOf(range(0, 10));
    slow.send(10, 50).end();
    assertThat(next(1000, results)).containsExactlyInAnyOrderElementsOf(range(10, 50));
  }

  @Test
  void aBoundedSourceWaitsForAsManyProducersAsItWasTold() throws Exception {
    topics.producer("frames").send(0, 5).end();
    var source = source(topics, "frames").withMetadata().setBounded().setProducers(2).build();
    CloseableIterator<Integer> results = numbers(environment(2), source).executeAndCollect();
    assertThat(next(5, results)).containsExactlyInAnyOrderElementsOf(range(0, 5));
    topics.producer("frames").send(5, 20).end();
    assertThat(next(1000, results)).containsExactlyInAnyOrderElementsOf(range(5, 20));
  }

  @Test
  void aBroadcastOfTheStreamGivesEachTaskEveryReferenceAndFetchesNothing() throws Exception {
    topics.producer("frames").send(0, 50).end();
    var source = source(topics, "frames").withMetadata().setBounded().build();
    var environment = environment(3);
    List<Integer> numbers =
        results(
            environment
                .fromSource(source, WatermarkStrategy.noWatermarks(), "events")
                .broadcast()
                .map(SourceJobs::number)
                .returns(Types.INT));
    assertThat(numbers).hasSize(150);
    assertThat(new HashSet<>(numbers)).isEqualTo(new HashSet<>(range(0, 50)));
  }

  @Test
  void anUnboundedSourceGoesOnAfterTheEndOfAProducer() throws Exception {
    topics.producer("frames").send(0, 10).end();
    var source = source(topics, "frames").withMetadata().build();
    CloseableIterator<Integer> results = numbers(environment(2), source).executeAndCollect();
    assertThat(next(10, results)).containsExactlyInAnyOrderElementsOf(range(0, 10));
    topics.producer("frames").send(10, 20);
    assertThat(next(10, results)).containsExactlyInAnyOrderElementsOf(range(10, 20));
    results.close();
  }

  @Test
  void latestBeginsWithWhatIsPublishedFromNowOn() throws Exception {
    topics.producer("frames").send(0, 10);
    var source =
        source(topics, "frames").withMetadata().setStartPosition(StartPosition.latest()).build();
    TestTopics.Producer producer = topics.producer("frames");
    CloseableIterator<Integer> results = numbers(environment(2), source).executeAndCollect();
    AtomicInteger sent = new AtomicInteger(10);
    CompletableFuture<Integer> found = CompletableFuture.supplyAsync(results::next);
    await().until(() -> sentUntilFound(producer, sent, found));
    assertThat(found.get()).isGreaterThanOrEqualTo(10);
    results.close();
  }

  /** Nobody says when a job has asked for the latest position, so it is sent more and more. */
  private static boolean sentUntilFound(
      TestTopics.Producer producer, AtomicInteger sent, CompletableFuture<Integer> found) {
    producer.send(sent.get(), sent.addAndGet(5));
    return found.isDone();
  }

  @Test
  void aTimeBeginsWithWhatTheBrokerReceivedThenOrLater() throws Exception {
    topics.producer("frames").send(0, 10);
    Instant now = nextMillisecond();
    topics.producer("frames").send(10, 20).end();
    var source =
        source(topics, "frames")
            .withMetadata()
            .setBounded()
            .setStartPosition(StartPosition.timestamp(now))
            .build();
    assertThat(results(numbers(environment(2), source)))
        .containsExactlyInAnyOrderElementsOf(range(10, 20));
  }

  private static Instant nextMillisecond() {
    Instant begin = Instant.now();
    Instant now = begin;
    while (now.toEpochMilli() <= begin.toEpochMilli()) {
      Thread.onSpinWait();
      now = Instant.now();
    }
    return Instant.ofEpochMilli(now.toEpochMilli());
  }

  @Test
  void aPositionBeginsBehindIt() throws Exception {
    topics.producer("frames").send(0, 50);
    Map<Integer, String> positions =
        IntStream.range(0, 3)
            .boxed()
            .collect(Collectors.toMap(i -> i, i -> topics.broker().latest("frames", i)));
    topics.producer("frames").send(50, 100).end();
    var source =
        source(topics, "frames")
            .withMetadata()
            .setBounded()
            .setStartPosition(StartPosition.after(positions))
            .build();
    assertThat(results(numbers(environment(2), source)))
        .containsExactlyInAnyOrderElementsOf(range(50, 100));
  }

  @Test
  void readingPastWhatTheBrokerRetainsFailsTheJobAndSaysWhatIsGone() {
    topics.producer("frames").send(0, 50);
    topics.broker().trim("frames", 0, topics.broker().latest("frames", 0));
    var source =
        source(topics, "frames")
            .withMetadata()
            .setStartPosition(StartPosition.after(Map.of(0, "0")))
            .build();
    assertThatThrownBy(() -> first(1000, numbers(once(1), source)))
        .hasStackTraceContaining(
            "no longer has the events behind position 0 of topic 'frames', partition 0");
  }

  @Test
  void repeatsOfAProducerAreDropped() throws Exception {
    try (TestTopics one = TestTopics.log(1)) {
      TestTopics.Producer sender = one.producer("frames").send(0, 10);
      one.publish("frames", sender.frame(8, 8));
      one.publish("frames", sender.frame(9, 9));
      sender.send(10, 20).end();
      var source = source(one, "frames").withMetadata().setBounded().build();
      assertThat(results(numbers(environment(1), source))).isEqualTo(range(0, 20));
    }
  }
}
