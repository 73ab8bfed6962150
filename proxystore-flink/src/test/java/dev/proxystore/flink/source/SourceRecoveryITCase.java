package dev.proxystore.flink.source;

import static dev.proxystore.flink.source.SourceJobs.environment;
import static dev.proxystore.flink.source.SourceJobs.next;
import static dev.proxystore.flink.source.SourceJobs.numbers;
import static dev.proxystore.flink.source.SourceJobs.range;
import static dev.proxystore.flink.source.SourceJobs.source;
import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestTopics;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job that fails or is restored goes on behind what its checkpoint contains. */
@Timeout(120)
class SourceRecoveryITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final AtomicBoolean FAILED = new AtomicBoolean();
  private static final Set<Integer> PASSED = ConcurrentHashMap.newKeySet();

  private final TestTopics topics = TestTopics.log(3);

  @BeforeEach
  void failAgain() {
    FAILED.set(false);
    PASSED.clear();
  }

  @AfterEach
  void close() {
    topics.close();
  }

  /** Fails once, with the first record after a checkpoint that has seen some. */
  private static final class FailAfterCheckpoint
      implements MapFunction<Integer, Integer>, CheckpointListener {
    private static final long serialVersionUID = 1L;
    private transient boolean hasRecords;
    private transient boolean isCheckpointed;

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      isCheckpointed = hasRecords;
    }

    @Override
    public Integer map(Integer number) {
      hasRecords = true;
      if (isCheckpointed && FAILED.compareAndSet(false, true)) {
        throw new IllegalStateException("fails once, as it was told to");
      }
      return number;
    }
  }

  /** Notes what has passed by. */
  private static final class Note implements MapFunction<Integer, Integer> {
    private static final long serialVersionUID = 1L;

    @Override
    public Integer map(Integer number) {
      PASSED.add(number);
      return number;
    }
  }

  @Test
  void eachEventIsInTheResultsOnceAlsoIfATaskFails() throws Exception {
    TestTopics.Producer producer = topics.producer("frames").send(0, 100);
    StreamExecutionEnvironment environment = environment(2);
    environment.enableCheckpointing(20);
    var source = source(topics, "frames").withMetadata().setBounded().build();
    DataStream<Integer> stream = numbers(environment, source).map(new FailAfterCheckpoint());
    CloseableIterator<Integer> results = stream.executeAndCollect();
    List<Integer> found = next(100, results);
    for (int sent = 100; !FAILED.get(); sent += 5) {
      producer.send(sent, sent + 5);
      found.addAll(next(5, results));
    }
    int sent = found.size();
    producer.send(sent, sent + 100).end();
    found.addAll(next(100_000, results));
    assertThat(found).containsExactlyInAnyOrderElementsOf(range(0, sent + 100));
  }

  @Test
  void aSavepointGoesOnWithAnotherParallelism(@TempDir Path folder) throws Exception {
    TestTopics.Producer producer = topics.producer("frames").send(0, 100);
    String savepoint = stopWithSavepoint(2, 100, folder);
    producer.send(100, 200);
    assertThat(restored(savepoint, 3)).containsExactlyInAnyOrderElementsOf(range(100, 200));
    assertThat(restored(savepoint, 1)).containsExactlyInAnyOrderElementsOf(range(100, 200));
  }

  private String stopWithSavepoint(int parallelism, int events, Path folder) throws Exception {
    StreamExecutionEnvironment environment = environment(parallelism);
    environment.enableCheckpointing(50);
    numbers(environment, source(topics, "frames").withMetadata().build())
        .map(new Note())
        .sinkTo(new DiscardingSink<>());
    JobClient client = environment.executeAsync();
    await().until(() -> PASSED.size() == events);
    return client
        .stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
        .get();
  }

  private List<Integer> restored(String savepoint, int parallelism) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    var source = source(topics, "frames").withMetadata().build();
    return SourceJobs.first(100, numbers(environment(parallelism, configuration), source));
  }

  @Test
  void aTopicThatIsAddedToASavepointIsReadFromItsStart(@TempDir Path folder) throws Exception {
    topics.producer("frames").send(0, 100);
    topics.producer("masks").send(100, 200);
    String savepoint = stopWithSavepoint(2, 100, folder);
    Configuration configuration = new Configuration();
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    var source = source(topics, "frames", "masks").withMetadata().build();
    assertThat(SourceJobs.first(100, numbers(environment(2, configuration), source)))
        .containsExactlyInAnyOrderElementsOf(range(100, 200));
  }

  @Test
  void aBoundedJobThatIsRestoredEndsToo(@TempDir Path folder) throws Exception {
    TestTopics.Producer producer = topics.producer("frames").send(0, 100);
    String savepoint = stopWithSavepoint(2, 100, folder);
    producer.end();
    Configuration configuration = new Configuration();
    configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    configuration.set(StateRecoveryOptions.SAVEPOINT_IGNORE_UNCLAIMED_STATE, true);
    var source = source(topics, "frames").withMetadata().setBounded().build();
    assertThat(results(numbers(environment(2, configuration), source))).isEmpty();
  }

  @Test
  void eventsAreTrimmedOnceACheckpointContainsThemAndNotBefore() throws Exception {
    topics.producer("frames").send(0, 100);
    var source = source(topics, "frames").withMetadata().setTrimOnCheckpoint().build();
    StreamExecutionEnvironment without = environment(2);
    JobClient untrimmed = noting(without, source);
    await().until(() -> PASSED.size() == 100);
    untrimmed.cancel().get();
    assertThat(retained()).as("without a checkpoint").isEqualTo(100);

    StreamExecutionEnvironment environment = environment(2);
    environment.enableCheckpointing(50);
    JobClient client = noting(environment, source);
    await().untilAsserted(() -> assertThat(retained()).isZero());
    client.cancel().get();
  }

  private static JobClient noting(
      StreamExecutionEnvironment environment, ProxySource<ProxyEvent<String>> source)
      throws Exception {
    numbers(environment, source).map(new Note()).sinkTo(new DiscardingSink<>());
    return environment.executeAsync();
  }

  private long retained() {
    return range(0, 3).stream()
        .mapToLong(
            partition ->
                topics
                    .broker()
                    .pending("frames", partition, topics.broker().earliest("frames", partition)))
        .sum();
  }

  @Test
  void aBoundedJobTrimsWhatItReadAlsoAtItsEnd() throws Exception {
    topics.producer("frames").send(0, 100).end();
    StreamExecutionEnvironment environment = environment(2);
    environment.enableCheckpointing(50);
    var source = source(topics, "frames").withMetadata().setTrimOnCheckpoint().setBounded().build();
    assertThat(results(numbers(environment, source)))
        .containsExactlyInAnyOrderElementsOf(range(0, 100));
    assertThat(retained()).isZero();
  }
}
