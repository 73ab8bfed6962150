package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.flink.ProxyResolveOptions.Release;
import dev.proxystore.flink.orphans.ObjectsOfJobs;
import dev.proxystore.flink.testutils.Mailboxes;
import dev.proxystore.store.OnResolve;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When an object goes that was used between checkpoints. */
class ReleaseOnCheckpointTest extends CheckpointedTask {

  @ParameterizedTest
  @EnumSource(Mode.class)
  void anObjectGoesWhenACheckpointThatHoldsItsReleaseHasCompleted(Mode mode) throws Exception {
    var task = start(OPTIONS.setMode(mode));
    use(task, "first");
    task.snapshot(1, 1);
    var second = use(task, "second");
    assertThat(server.ids()).hasSize(2);
    task.notifyOfCompletedCheckpoint(1);
    awaitObjects(1);
    assertThat(server.ids()).containsExactly(id(second));
  }

  /** Should it fail while it ends, it goes back to the checkpoint before. */
  @Test
  void aJobThatIsStoppedWithASavepointReleasesWithTheNextCheckpointOfWhoGoesOn() throws Exception {
    var task = start(OPTIONS);
    use(task, "value");
    OperatorSubtaskState savepoint =
        task.snapshotWithLocalState(1, 1, SavepointType.suspend(SavepointFormatType.CANONICAL))
            .getJobManagerOwnedState();
    task.notifyOfCompletedCheckpoint(1);
    task.close();
    assertThat(objects()).isOne();

    var next = start(OPTIONS, savepoint);
    next.snapshot(8, 8);
    next.notifyOfCompletedCheckpoint(8);
    await().until(() -> objects() == 0);
    next.close();
  }

  @Test
  void aJobThatIsDrainedReleasesWithItsSavepoint() throws Exception {
    var task = start(OPTIONS);
    use(task, "value");
    task.endInput();
    task.getOperator().finish();
    task.snapshotWithLocalState(1, 1, SavepointType.terminate(SavepointFormatType.CANONICAL));
    task.notifyOfCompletedCheckpoint(1);
    task.close();
    assertThat(objects()).isZero();
  }

  /** But for the marks of savepoints. */
  private long objects() {
    return server.ids().stream().filter(id -> !ObjectsOfJobs.isMarkOfAWholeJob(id)).count();
  }

  @Test
  void aLaterCheckpointStandsForThoseThatWereAborted() throws Exception {
    var task = start(OPTIONS);
    use(task, "first");
    task.snapshot(1, 1);
    use(task, "second");
    task.snapshot(2, 2);
    task.notifyOfCompletedCheckpoint(2);
    awaitObjects(0);
  }

  @Test
  void anObjectStaysUntilAsManyCheckpointsHoldItsReleaseAsAreRetained() throws Exception {
    var task = start(OPTIONS.setRetainCheckpoints(3));
    use(task, "value");
    for (int checkpoint = 1; checkpoint <= 2; checkpoint++) {
      task.snapshot(checkpoint, checkpoint);
      task.notifyOfCompletedCheckpoint(checkpoint);
    }
    assertThat(server.ids()).hasSize(1);
    task.snapshot(3, 3);
    task.notifyOfCompletedCheckpoint(3);
    awaitObjects(0);
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theLastCheckpointReleasesTheRestHoweverManyAreRetained(Mode mode) throws Exception {
    var task = start(OPTIONS.setMode(mode).setRetainCheckpoints(5));
    use(task, "first");
    task.snapshot(1, 1);
    task.notifyOfCompletedCheckpoint(1);
    task.processElement(put("second", OnResolve.EVICT), 1);
    finish(task, 2);
    task.close();
    assertThat(task.extractOutputValues()).containsExactly("first", "second");
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void aCheckpointFromBeforeTheEndDoesNotReleaseTheRest() throws Exception {
    var task = start(OPTIONS.setRetainCheckpoints(2));
    use(task, "value");
    task.snapshot(1, 1);
    task.endInput();
    task.getOperator().finish();
    task.notifyOfCompletedCheckpoint(1);
    abandon(task);
    assertThat(server.ids()).hasSize(1);
  }

  @Test
  void aTaskThatEndsForGoodWaitsForItsEvictionsHoweverLongTheyTake() throws Exception {
    server.evictionGate().shut();
    var task = start(OPTIONS);
    use(task, "value");
    finish(task, 1);
    CompletableFuture<Void> closed = CompletableFuture.runAsync(() -> close(task));
    assertThat(closed).isNotDone();
    server.evictionGate().open();
    closed.join();
    assertThat(server.ids()).isEmpty();
  }

  private void close(OneInputStreamOperatorTestHarness<?, ?> task) {
    try {
      abandon(task);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aStoreThatHangsDelaysNeitherRecordsNorCheckpoints() throws Exception {
    server.evictionGate().shut();
    var task = start(OPTIONS);
    for (int checkpoint = 1; checkpoint <= 20; checkpoint++) {
      use(task, "value " + checkpoint);
      task.snapshot(checkpoint, checkpoint);
      task.notifyOfCompletedCheckpoint(checkpoint);
    }
    assertThat(server.ids()).hasSize(20);
    server.evictionGate().open();
    awaitObjects(0);
  }

  @Test
  void aStoreThatRefusesEvictionsForAWhileIsAskedAgain() throws Exception {
    server.refuseEvictions(3);
    var task = start(OPTIONS);
    use(task, "value");
    task.snapshot(1, 1);
    task.notifyOfCompletedCheckpoint(1);
    awaitObjects(0);
    use(task, "the task goes on");
  }

  @Test
  void aStoreThatRefusesEvictionsForGoodFailsTheTaskWhichKeepsItsMarks() throws Exception {
    server.refuseEvictions();
    var task = start(OPTIONS);
    use(task, "value");
    task.snapshot(1, 1);
    task.notifyOfCompletedCheckpoint(1);
    assertThatThrownBy(() -> Mailboxes.workOnce(task))
        .hasStackTraceContaining("tried 10 times")
        .hasStackTraceContaining(server.address().toString());
    var state = task.snapshot(2, 2);
    abandon(task);

    server.refuseEvictions(0);
    finish(start(OPTIONS, state), 3);
    awaitObjects(0);
  }

  @Test
  void aJobWithoutCheckpointsReleasesAtOnce() throws Exception {
    var task = open(OPTIONS.setRetainCheckpoints(3));
    use(task, "value");
    awaitObjects(0);
  }

  @Test
  void whatIsKeptStaysWhateverCheckpointsComplete() throws Exception {
    var task = start(OPTIONS.setRelease(Release.KEEP));
    use(task, "value");
    finish(task, 1);
    task.close();
    assertThat(server.ids()).hasSize(1);
  }
}
