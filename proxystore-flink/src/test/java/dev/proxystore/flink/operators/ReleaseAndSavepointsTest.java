package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.JobObjects;
import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Savepoints;
import dev.proxystore.flink.orphans.ObjectsOfJobs;
import dev.proxystore.flink.testutils.Mailboxes;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.PutOptions;
import java.util.Set;
import java.util.TreeSet;
import org.apache.flink.api.common.JobID;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** What stays of released objects while savepoints hold them. */
class ReleaseAndSavepointsTest extends CheckpointedTask {
  private static final ProxyResolveOptions RESPECTING = OPTIONS.setSavepoints(Savepoints.RESPECTED);
  private static final long SAVEPOINT = 3;

  private final JobID job = new JobID();
  private int number;

  /** Puts an object as a put operator does behind a checkpoint, and resolves it. */
  private String use(OneInputStreamOperatorTestHarness<Proxy<String>, String> task, long behind)
      throws Exception {
    return useId(task, ObjectsOfJobs.id(job, behind, number++));
  }

  private String useId(OneInputStreamOperatorTestHarness<Proxy<String>, String> task, String id)
      throws Exception {
    Proxy<String> proxy = store.proxy("value", PutOptions.evictOnResolve().withId(id));
    int before = task.getOutput().size();
    task.processElement(proxy, 1);
    Mailboxes.workUntil(task, () -> task.getOutput().size() > before);
    return id;
  }

  private OperatorSubtaskState takeSavepoint(OneInputStreamOperatorTestHarness<?, ?> task)
      throws Exception {
    ObjectsOfJobs.pin(server.config(), job, SAVEPOINT);
    return task.snapshotWithLocalState(
            SAVEPOINT, SAVEPOINT, SavepointType.savepoint(SavepointFormatType.CANONICAL))
        .getJobManagerOwnedState();
  }

  private static OperatorSubtaskState complete(
      OneInputStreamOperatorTestHarness<?, ?> task, long checkpoint) throws Exception {
    OperatorSubtaskState state = task.snapshot(checkpoint, checkpoint);
    task.notifyOfCompletedCheckpoint(checkpoint);
    return state;
  }

  private void forget() {
    assertThat(JobObjects.forgetSavepoint(server.config(), job, SAVEPOINT)).isOne();
  }

  /** What is in the store but for the marks that the tasks under test leave themselves. */
  private Set<String> others() {
    Set<String> ids = new TreeSet<>(server.ids());
    ids.removeIf(ObjectsOfJobs::isMarkOfAWholeJob);
    return ids;
  }

  private void awaitOthers(int number) {
    await().untilAsserted(() -> assertThat(others()).hasSize(number));
  }

  @Test
  void whatWasPutBeforeASavepointStaysUntilThatIsForgottenAndWhatWasPutLaterGoes()
      throws Exception {
    var task = start(RESPECTING);
    takeSavepoint(task);
    String held = use(task, SAVEPOINT);
    use(task, SAVEPOINT + 1);
    complete(task, 4);
    awaitOthers(2);
    assertThat(others()).contains(held);
    complete(task, 5);
    forget();
    complete(task, 6);
    awaitOthers(0);
  }

  @Test
  void whatWasKeptGoesAlsoWhenOtherObjectsGoWithTheSameCheckpoint() throws Exception {
    var task = start(RESPECTING);
    takeSavepoint(task);
    use(task, 1);
    complete(task, 4);
    awaitOthers(2);
    use(task, 5);
    forget();
    complete(task, 6);
    awaitOthers(0);
  }

  @Test
  void whatIsHeldByALaterSavepointStaysWhenTheEarlierOneIsForgotten() throws Exception {
    var task = start(RESPECTING);
    takeSavepoint(task);
    String held = use(task, 1);
    ObjectsOfJobs.pin(server.config(), job, 5);
    task.snapshotWithLocalState(5, 5, SavepointType.savepoint(SavepointFormatType.NATIVE));
    use(task, 6);
    complete(task, 6);
    awaitOthers(3);
    forget();
    use(task, 7);
    complete(task, 7);
    complete(task, 8);
    awaitOthers(2);
    assertThat(others()).contains(held);
    assertThat(JobObjects.forgetSavepoints(server.config(), job)).isOne();
    complete(task, 9);
    awaitOthers(0);
  }

  @Test
  void whatWasKeptIsRememberedAcrossARestore() throws Exception {
    var task = start(RESPECTING);
    takeSavepoint(task);
    use(task, 1);
    use(task, 9);
    complete(task, 4);
    awaitOthers(2);
    OperatorSubtaskState state = complete(task, 5);
    abandon(task);

    var restored = start(RESPECTING, state);
    complete(restored, 8);
    use(restored, 9);
    complete(restored, 9);
    awaitOthers(2);
    forget();
    complete(restored, 10);
    awaitOthers(0);
  }

  @Test
  void aTaskThatGoesOnFromBeforeASavepointOrFromItFindsItsMark() throws Exception {
    var task = start(RESPECTING);
    OperatorSubtaskState before = complete(task, 2);
    OperatorSubtaskState savepoint = takeSavepoint(task);
    abandon(task);
    for (OperatorSubtaskState state : new OperatorSubtaskState[] {before, savepoint}) {
      var restored = start(RESPECTING, state);
      use(restored, 1);
      complete(restored, 8);
      finish(restored, 9);
      restored.close();
    }
    assertThat(others()).hasSize(3);
  }

  @Test
  void theEndOfAJobReleasesAllButWhatASavepointHolds() throws Exception {
    var task = start(RESPECTING);
    takeSavepoint(task);
    String held = use(task, 1);
    complete(task, 4);
    use(task, 5);
    finish(task, 6);
    task.close();
    assertThat(others()).hasSize(2).contains(held);
  }

  @Test
  void theEndOfAJobReleasesWhatASavepointHeldThatWasForgottenBefore() throws Exception {
    var task = start(RESPECTING);
    takeSavepoint(task);
    use(task, 1);
    complete(task, 4);
    awaitOthers(2);
    forget();
    finish(task, 5);
    task.close();
    assertThat(others()).isEmpty();
  }

  @Test
  void aTaskThatHasSeenNoSavepointDoesNotLookThroughTheStore() throws Exception {
    server.refuseLists(1);
    var task = start(RESPECTING);
    use(task, 1);
    complete(task, 4);
    awaitOthers(0);
    assertThat(server.listsLeftToRefuse()).isOne();
  }

  @Test
  void aStoreThatCannotSayForAWhileIsAskedAgainAndNothingGoesUntilThen() throws Exception {
    var task = start(RESPECTING);
    takeSavepoint(task);
    String held = use(task, 1);
    use(task, 5);
    server.refuseLists(3);
    complete(task, 4);
    await().until(() -> server.listsLeftToRefuse() == 0);
    awaitOthers(2);
    assertThat(others()).contains(held);
  }

  @Test
  void whoIgnoresSavepointsReleasesWhatTheyHold() throws Exception {
    var task = start(OPTIONS);
    takeSavepoint(task);
    use(task, 1);
    complete(task, 4);
    awaitOthers(1);
  }

  @Test
  void objectsThatNoPutOperatorPutGo() throws Exception {
    var task = start(RESPECTING);
    takeSavepoint(task);
    use(task, "somebody else's");
    complete(task, 4);
    awaitOthers(1);
  }

  /** As in a job whose put operator has finished: nobody but this task is told of the savepoint. */
  private void takeSavepointAlone(OneInputStreamOperatorTestHarness<?, ?> task) throws Exception {
    task.snapshotWithLocalState(
        SAVEPOINT, SAVEPOINT, SavepointType.savepoint(SavepointFormatType.CANONICAL));
  }

  private static JobID jobOf(OneInputStreamOperatorTestHarness<?, ?> task) {
    return task.getEnvironment().getJobID();
  }

  private String useOf(
      JobID putter, OneInputStreamOperatorTestHarness<Proxy<String>, String> task, long behind)
      throws Exception {
    return useId(task, ObjectsOfJobs.id(putter, behind, number++));
  }

  @Test
  void theTaskItselfMarksWhatItsJobHasPutInTheStoresThatItKnows() throws Exception {
    var task = start(RESPECTING.setStores(server.config()));
    takeSavepointAlone(task);
    String held = useOf(jobOf(task), task, SAVEPOINT);
    useOf(jobOf(task), task, SAVEPOINT + 1);
    complete(task, 4);
    awaitObjects(2);
    assertThat(server.ids()).contains(held);
    assertThat(JobObjects.forgetSavepoints(server.config(), jobOf(task))).isOne();
    complete(task, 5);
    awaitObjects(0);
  }

  @Test
  void aStoreThatTheTaskMeetsAfterASavepointGetsItsMarkBeforeAnythingIsEvictedThere()
      throws Exception {
    var task = start(RESPECTING);
    takeSavepointAlone(task);
    assertThat(server.ids()).isEmpty();
    String held = useOf(jobOf(task), task, SAVEPOINT);
    complete(task, 4);
    await().until(() -> server.ids().size() == 2);
    assertThat(server.ids()).contains(held);
  }

  @Test
  void aSavepointThatIsAbortedTakesTheMarkAway() throws Exception {
    var task = start(RESPECTING.setStores(server.config()));
    takeSavepointAlone(task);
    assertThat(server.ids()).hasSize(1);
    task.getOperator().notifyCheckpointAborted(SAVEPOINT);
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void aSavepointOfAJobThatBeganWithAnotherOnesMarksWhatThatJobHadPutToo() throws Exception {
    var task = start(RESPECTING.setStores(server.config()));
    JobID earlier = jobOf(task);
    OperatorSubtaskState state = complete(task, 7);
    abandon(task);
    var later = start(RESPECTING.setStores(server.config()), state);
    later.snapshotWithLocalState(9, 9, SavepointType.savepoint(SavepointFormatType.CANONICAL));
    String held = useOf(earlier, later, 7);
    useOf(earlier, later, 8);
    complete(later, 10);
    awaitObjects(3);
    assertThat(server.ids()).contains(held);
  }
}
