package dev.proxystore.flink.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.JobObjects;
import dev.proxystore.flink.orphans.ObjectsOfJobs;
import dev.proxystore.flink.orphans.PublishedObjects;
import dev.proxystore.flink.orphans.PutAttempt;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.TaskInfoImpl;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the operator before a sink's writer knows, and the writer heeds. */
@Timeout(60)
class KnownCheckpointTest {
  private static final UUID SINK = new UUID(1, 2);

  private final TestStore server = TestStore.start();
  private final Store store = Store.fromConfig(server.config());
  private OneInputStreamOperatorTestHarness<String, String> task;
  private JobID job;

  @BeforeEach
  void open() throws Exception {
    task =
        new OneInputStreamOperatorTestHarness<>(
            new KnownCheckpointFactory<>(SINK, server.config()), StringSerializer.INSTANCE);
    task.open();
    job = task.getEnvironment().getJobID();
  }

  @AfterEach
  void close() throws Exception {
    task.close();
    store.close();
    server.close();
  }

  private PublishedObjects attempt(int number) {
    return new PublishedObjects(
        store,
        PutAttempt.beginPublishing(
            job, SINK, "writer", new TaskInfoImpl("writer", 1, 0, 1, number), OptionalLong.empty()),
        PublishedObjects.marker(job, SINK),
        1,
        Map.of());
  }

  private String put(PublishedObjects objects) {
    String id = objects.nextId();
    store.put("text", PutOptions.defaults().withId(id));
    return id;
  }

  private void takeSavepoint(long id) throws Exception {
    task.snapshotWithLocalState(id, id, SavepointType.savepoint(SavepointFormatType.CANONICAL));
  }

  @Test
  void recordsPassAndACheckpointLeavesNothingInTheStore() throws Exception {
    task.processElement("record", 17);
    task.snapshot(1, 1);
    assertThat(task.extractOutputValues()).containsExactly("record");
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void whatAWriterPutBeforeASavepointStaysUntilThatIsForgotten() throws Exception {
    PublishedObjects first = attempt(0);
    String held = put(first);
    takeSavepoint(1);
    first.checkpointBegun(1);
    String orphan = put(first);
    first.close();

    PublishedObjects second = attempt(1);
    await().until(() -> !server.ids().contains(orphan));
    assertThat(server.ids()).hasSize(3).contains(held, first.mark().orElseThrow());
    assertThat(JobObjects.forgetSavepoint(server.config(), job, 1)).isOne();
    second.checkpointBegun(2);
    second.checkpointBegun(3);
    await().until(() -> server.ids().isEmpty());
    second.close();
  }

  @Test
  void aTimeToLiveThatIsTooShortForTheCheckpointsFailsTheTaskAsItStarts() throws Exception {
    task.close();
    StoreConfig brief = Store.builder(server.config()).timeToLive(Duration.ofSeconds(1)).toConfig();
    task =
        new OneInputStreamOperatorTestHarness<>(
            new KnownCheckpointFactory<>(SINK, brief), StringSerializer.INSTANCE);
    task.getEnvironment()
        .getJobConfiguration()
        .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
    assertThatIllegalArgumentException()
        .isThrownBy(task::open)
        .withMessageContaining("has a time to live of PT1S, expected at least");
  }

  @Test
  void aSweepOfTheJobRespectsASavepointOfWhichOnlyTheSinkHasLeftAMark() throws Exception {
    ObjectsOfJobs.put(server.config(), job, 2);
    PublishedObjects attempt = attempt(0);
    put(attempt);
    takeSavepoint(1);
    assertThat(JobObjects.count(server.config(), job)).isEqualTo(new JobObjects.Count(3, 0, 1));
    assertThatIllegalStateException()
        .isThrownBy(() -> JobObjects.sweep(server.config(), job))
        .withMessageContaining("1 savepoints may hold some of them");
    assertThat(server.ids()).hasSize(5);
    assertThat(JobObjects.sweep(server.config(), job, Set.of(JobObjects.Holder.SAVEPOINTS)))
        .isEqualTo(3);
    assertThat(server.ids()).isEmpty();
    attempt.close();
  }

  @Test
  void theMarkOfASavepointThatIsAbortedGoes() throws Exception {
    takeSavepoint(1);
    task.getOperator().notifyCheckpointAborted(1);
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void theMarkOfASavepointThatIsAbortedWhileALaterOneIsUnderWayGoesAndNoOther() throws Exception {
    takeSavepoint(1);
    takeSavepoint(2);
    takeSavepoint(3);
    task.getOperator().notifyCheckpointComplete(2);
    task.getOperator().notifyCheckpointAborted(1);
    task.getOperator().notifyCheckpointAborted(2);
    assertThat(JobObjects.savepoints(server.config(), job))
        .extracting(JobObjects.Savepoint::id)
        .containsExactly(2L, 3L);
  }
}
