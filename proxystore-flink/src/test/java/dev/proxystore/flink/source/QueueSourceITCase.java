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
import dev.proxystore.flink.testutils.TestQueue;
import dev.proxystore.flink.testutils.TestTopics;
import java.time.Duration;
import java.util.List;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a source gives that reads a queue. */
@Timeout(120)
class QueueSourceITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private final TestQueue queue = TestQueue.start();
  private final TestTopics topics = TestTopics.of(queue);

  @AfterEach
  void close() {
    topics.close();
  }

  private ProxySourceBuilder<String, ProxyEvent<String>> builder() {
    return source(topics, "tasks").withMetadata().setConsumer("dispatcher");
  }

  @Test
  void readersShareAQueueAndEachSeesItsEnd() throws Exception {
    try (TestTopics local = TestTopics.queue()) {
      local.producer("tasks").send(0, 200).end();
      var source = source(local, "tasks").withMetadata().setBounded().build();
      assertThat(results(numbers(environment(3), source)))
          .containsExactlyInAnyOrderElementsOf(range(0, 200));
    }
  }

  @Test
  void whatWasNotAcknowledgedComesAgainToTheNextJobOfThatName() throws Exception {
    topics.producer("tasks").send(0, 20);
    assertThat(first(20, numbers(once(2), builder().build())))
        .containsExactlyInAnyOrderElementsOf(range(0, 20));
    assertThat(queue.left()).as("without checkpoints").isEqualTo(20);
    assertThat(first(20, numbers(once(2), builder().build())))
        .containsExactlyInAnyOrderElementsOf(range(0, 20));
  }

  @Test
  void messagesAreAcknowledgedWhenACheckpointContainsThem() throws Exception {
    topics.producer("tasks").send(0, 20);
    StreamExecutionEnvironment environment = once(2);
    environment.enableCheckpointing(50);
    CloseableIterator<Integer> results =
        numbers(environment, builder().build()).executeAndCollect();
    assertThat(next(20, results)).containsExactlyInAnyOrderElementsOf(range(0, 20));
    await().untilAsserted(() -> assertThat(queue.left()).isZero());
    results.close();
  }

  @Test
  void theLastMessagesOfABoundedJobAreAcknowledgedByItsFinalCheckpoint() throws Exception {
    topics.producer("tasks").send(0, 20).end();
    StreamExecutionEnvironment environment = once(2);
    environment.enableCheckpointing(50);
    assertThat(results(numbers(environment, builder().setBounded().build())))
        .containsExactlyInAnyOrderElementsOf(range(0, 20));
    assertThat(queue.left()).isZero();
  }

  @Test
  void withoutCheckpointingMessagesCanBeAcknowledgedAtOnce() throws Exception {
    topics.producer("tasks").send(0, 20).end();
    var source = builder().setBounded().setAcknowledgement(Acknowledgement.AT_ONCE).build();
    assertThat(results(numbers(once(2), source))).containsExactlyInAnyOrderElementsOf(range(0, 20));
    assertThat(queue.left()).isZero();
  }

  @Test
  void aBrokerThatIsLostForAWhileIsTriedAgainAndNothingIsLost() throws Exception {
    TestTopics.Producer producer = topics.producer("tasks").send(0, 10);
    CloseableIterator<Integer> results = numbers(once(1), builder().build()).executeAndCollect();
    assertThat(next(10, results)).isEqualTo(range(0, 10));
    queue.goDown();
    producer.send(10, 20);
    await().until(() -> queue.refused() > 2);
    queue.comeBack();
    assertThat(next(10, results)).isEqualTo(range(10, 20));
    results.close();
  }

  @Test
  void aBrokerThatStaysAwayFailsTheJobAndTheMessageSaysWhich() {
    queue.goDown();
    var source = builder().setReconnectTimeout(Duration.ofMillis(200)).build();
    assertThatThrownBy(() -> first(1, numbers(once(1), source)))
        .hasStackTraceContaining("The broker " + topics.address() + " does not answer");
    assertThat(queue.refused()).isGreaterThan(1);
  }

  @Test
  void aTaskThatFailsGetsWhatItDidNotAcknowledgeAgain() throws Exception {
    topics.producer("tasks").send(0, 50).end();
    StreamExecutionEnvironment environment = environment(2);
    environment.enableCheckpointing(30);
    List<Integer> found =
        results(numbers(environment, builder().setBounded().build()).map(new FailOnce()));
    assertThat(found).containsAll(range(0, 50));
    assertThat(queue.left()).isZero();
  }
}
