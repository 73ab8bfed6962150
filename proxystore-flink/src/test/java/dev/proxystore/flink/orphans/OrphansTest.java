package dev.proxystore.flink.orphans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.flink.api.common.JobID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Which objects of which attempts go. */
class OrphansTest {
  private static final UUID RUN = new UUID(1, 2);
  private static final String WRITER = Names.writer(new JobID(), RUN, "operator");

  private final TestStore server = TestStore.start();
  private final Store store = Store.fromConfig(server.config());
  private final Set<String> expected = new TreeSet<>();

  @AfterEach
  void close() {
    store.close();
    server.close();
  }

  private static PutAttempt attempt(int subtask, long restored, int number) {
    return new PutAttempt(WRITER, subtask, restored, number, "zz");
  }

  private static PutAttempt other(PutAttempt attempt, String writer) {
    return new PutAttempt(
        writer, attempt.subtask(), attempt.restored(), attempt.number(), attempt.token());
  }

  /** Puts the objects 0 to 4 of an attempt, of which those below a number must stay. */
  private void putFive(PutAttempt attempt, int staying) {
    for (int i = 0; i < 5; i++) {
      put(ObjectId.object(attempt.prefix(), attempt.restored(), i), i < staying);
    }
  }

  private void put(String id, boolean stays) {
    store.put("text", PutOptions.defaults().withId(id));
    if (stays) {
      expected.add(id);
    }
  }

  private Orphans orphans(PutAttempt own, int parallelism, Map<PutAttempt, Long> restored) {
    return new Orphans(store, new Start(own, parallelism), new Watch(restored, Set.of()), false);
  }

  private void assertOnlyTheExpectedAreThere() {
    assertThat(new TreeSet<>(server.ids())).isEqualTo(expected);
  }

  @Test
  void ofAnAttemptInTheCheckpointGoesWhatWasPutLater() {
    PutAttempt first = attempt(0, 0, 0);
    putFive(first, 3);
    assertThat(orphans(attempt(0, 8, 1), 1, Map.of(first, 3L)).sweep()).isEqualTo(2);
    assertOnlyTheExpectedAreThere();
  }

  @Test
  void attemptsThatBeganAtTheSamePointAndReachedNoCheckpointLeaveNothing() {
    putFive(attempt(0, 8, 3), 0);
    putFive(attempt(0, 8, 5), 0);
    orphans(attempt(0, 8, 6), 1, Map.of()).sweep();
    assertOnlyTheExpectedAreThere();
  }

  @Test
  void ownObjectsAndThoseOfLaterAttemptsStay() {
    putFive(attempt(0, 8, 6), 5);
    putFive(attempt(0, 8, 7), 5);
    putFive(attempt(0, 9, 1), 5);
    orphans(attempt(0, 8, 6), 1, Map.of()).sweep();
    assertOnlyTheExpectedAreThere();
  }

  @Test
  void anAttemptThatIsInNoStateAnyMoreIsLeftAlone() {
    putFive(attempt(0, 3, 1), 5);
    orphans(attempt(0, 8, 6), 1, Map.of()).sweep();
    assertOnlyTheExpectedAreThere();
  }

  @Test
  void otherTasksThatRunOnAndOtherJobsAndOperatorsAreLeftAlone() {
    putFive(attempt(1, 8, 0), 5);
    PutAttempt foreign = other(attempt(0, 8, 0), Names.writer(new JobID(), RUN, "operator"));
    putFive(foreign, 5);
    put("an object of somebody else", true);
    Orphans orphans = orphans(attempt(0, 8, 6), 2, Map.of(foreign, 2L));
    orphans.sweep();
    assertOnlyTheExpectedAreThere();
    assertThat(orphans.watched()).isEmpty();
  }

  @Test
  void tasksThatAreNoMoreAreSharedOutAmongThoseThatAre() {
    putFive(attempt(2, 8, 1), 0);
    putFive(attempt(3, 8, 1), 5);
    orphans(attempt(0, 8, 2), 2, Map.of()).sweep();
    assertOnlyTheExpectedAreThere();
  }

  @Test
  void anEntryIsHeededByWhicheverTaskIsGivenIt() {
    PutAttempt first = attempt(3, 0, 0);
    putFive(first, 2);
    orphans(attempt(0, 8, 1), 2, Map.of(first, 2L)).sweep();
    assertOnlyTheExpectedAreThere();
  }

  private SavepointMark pin(long savepoint) {
    SavepointMark mark = new SavepointMark(WRITER, savepoint, "0123456789", savepoint, 4);
    put(mark.id(), true);
    return mark;
  }

  @Test
  void whatASavepointHoldsStaysAndWhatWasPutBehindItGoes() {
    PutAttempt first = attempt(0, 0, 0);
    putFive(first, 5);
    put(ObjectId.object(first.prefix(), 10, 5), false);
    pin(9);
    orphans(attempt(0, 8, 1), 1, Map.of(first, 1L)).sweep();
    assertOnlyTheExpectedAreThere();
  }

  @Test
  void whatASavepointHoldsStaysAlsoIfOnlyAnotherOperatorOfTheJobWasToldOfIt() {
    PutAttempt first = attempt(0, 0, 0);
    putFive(first, 5);
    put(ObjectId.object(first.prefix(), 10, 5), false);
    String job = Names.jobOf(WRITER);
    SavepointMark mark = new SavepointMark(Names.everyWriter(job), 9, job, 9, 4);
    put(mark.id(), true);
    Orphans orphans = orphans(attempt(0, 8, 1), 1, Map.of(first, 1L));
    orphans.sweep();
    assertThat(orphans.settle()).isTrue();
    assertOnlyTheExpectedAreThere();

    store.evict(mark.key());
    assertThat(orphans.sweep()).as("once it is forgotten").isEqualTo(4);
  }

  @Test
  void attemptsWithObjectsThatASavepointHoldsAreWatchedUntilItIsForgotten() {
    PutAttempt first = attempt(0, 0, 0);
    PutAttempt second = attempt(0, 10, 0);
    putFive(first, 5);
    putFive(second, 0);
    SavepointMark mark = pin(9);
    Orphans orphans = orphans(attempt(0, 10, 1), 1, Map.of(first, 2L));
    orphans.sweep();
    assertThat(orphans.settle()).isTrue();
    assertThat(orphans.watched()).containsOnlyKeys(first);
    server.refuseLists(1);
    assertThat(orphans.sweep()).as("without a look through the store").isZero();
    assertOnlyTheExpectedAreThere();

    server.refuseLists(0);
    store.evict(mark.key());
    assertThat(orphans.sweep()).isEqualTo(3);
    assertThat(orphans.settle()).isFalse();
    assertThat(orphans.watched()).isEmpty();
  }

  @Test
  void whenAnAttemptHasACheckpointNobodyElseThatBeganThereIsAliveWhateverItsNumber() {
    putFive(attempt(0, 8, 5), 0);
    Orphans orphans = orphans(attempt(0, 8, 0), 1, Map.of());
    assertThat(orphans.sweep()).as("it may be the successor").isZero();
    orphans.checkpointCompleted();
    orphans.sweep();
    assertOnlyTheExpectedAreThere();
  }

  @Test
  void ofTwoAttemptsThatAreCountedAlikeOnlyTheOneWithACheckpointClearsUp() {
    putFive(new PutAttempt(WRITER, 0, 0, 0, "aa"), 0);
    Start first = new Start(attempt(0, 0, 0), 1);
    assertThat(new Orphans(store, first, Watch.NOTHING, false).arePossible()).isFalse();
    Orphans orphans = new Orphans(store, first, Watch.NOTHING, true);
    assertThat(orphans.arePossible()).as("a JobManager may have been replaced").isTrue();
    assertThat(orphans.sweep()).as("the other may be the later one").isZero();
    assertThat(orphans.watch().starts()).containsExactly(first);
    orphans.checkpointCompleted();
    assertThat(orphans.sweep()).isEqualTo(5);
    assertOnlyTheExpectedAreThere();
  }

  @Test
  void anAttemptThatHasEndedTakesNothingMoreThatMayBeItsSuccessors() {
    putFive(attempt(0, 8, 0), 5);
    Orphans orphans = orphans(attempt(0, 8, 3), 1, Map.of());
    orphans.end();
    assertThat(orphans.sweep()).isZero();
    assertOnlyTheExpectedAreThere();
  }

  @Test
  void whereAJobManagerMayBeReplacedALowerCountCountsInTheFirstMomentsOnly() {
    Orphans early = new Orphans(store, new Start(attempt(0, 8, 3), 1), Watch.NOTHING, true);
    Orphans late = new Orphans(store, new Start(attempt(0, 8, 3), 1), Watch.NOTHING, true);
    putFive(attempt(0, 8, 0), 0);
    assertThat(early.sweep()).isEqualTo(5);

    putFive(attempt(0, 8, 0), 0);
    await().pollDelay(Duration.ofSeconds(5)).until(() -> true);
    assertThat(late.sweep()).as("another JobManager may have started it").isZero();
    late.checkpointCompleted();
    assertThat(late.sweep()).isEqualTo(5);
    assertOnlyTheExpectedAreThere();
  }

  @Test
  void whatARunBeforeUnderTheSameJobIdPutIsLeftAlone() {
    JobID job = new JobID();
    PutAttempt before = other(attempt(0, 0, 0), Names.writer(job, RUN, "operator"));
    putFive(before, 5);
    PutAttempt own = other(attempt(0, 0, 1), Names.writer(job, new UUID(3, 4), "operator"));
    Orphans orphans =
        new Orphans(store, new Start(own, 1), new Watch(Map.of(before, 2L), Set.of()), true);
    orphans.checkpointCompleted();
    assertThat(orphans.sweep()).isZero();
    assertOnlyTheExpectedAreThere();
  }

  @Test
  void placedObjectsAreFound() {
    PutAttempt first = attempt(0, 0, 0);
    put(ObjectId.object(first.prefix(), 0, 1) + "~a", true);
    put(ObjectId.object(first.prefix(), 0, 2) + "~b", false);
    orphans(attempt(0, 8, 1), 1, Map.of(first, 2L)).sweep();
    assertOnlyTheExpectedAreThere();
  }

  @Test
  void theWatchIsKeptInStateUntilAllIsClearedUp() {
    PutAttempt first = attempt(0, 0, 0);
    PutAttempt second = attempt(0, 8, 1);
    putFive(second, 0);
    Orphans orphans = orphans(attempt(0, 8, 2), 1, Map.of(first, 3L));
    orphans.sweep();
    assertThat(orphans.watched()).containsExactlyInAnyOrderEntriesOf(Map.of(first, 3L, second, 0L));
    assertThat(orphans.settle()).isFalse();
    assertThat(orphans.watched()).isEmpty();
  }

  @Test
  void anAttemptThatEndedBeforeItHadClearedUpSaysSoToThoseAfterIt() {
    PutAttempt first = attempt(0, 0, 0);
    PutAttempt unreached = attempt(0, 8, 1);
    PutAttempt ofATaskThatIsNoMore = attempt(3, 8, 7);
    PutAttempt ofAnotherTask = attempt(1, 8, 1);
    PutAttempt unable = attempt(0, 8, 2);
    putFive(first, 3);
    putFive(unreached, 0);
    putFive(ofATaskThatIsNoMore, 0);
    putFive(ofAnotherTask, 5);
    putFive(unable, 4);
    Watch state = orphans(unable, 3, Map.of(first, 3L)).watch().with(unable, 4);
    assertThat(state.starts()).containsExactly(new Start(unable, 3));

    // Of another parallelism, and given the entries of another task.
    Watch restored = Watch.read(state.entries());
    Orphans later = new Orphans(store, new Start(attempt(2, 9, 0), 4), restored, false);
    assertThat(later.watch().starts()).hasSize(2);
    later.sweep();
    assertOnlyTheExpectedAreThere();
    assertThat(later.settle()).isFalse();
    assertThat(later.watch()).isEqualTo(Watch.NOTHING);
  }

  @Test
  void theFirstAttemptOfANewJobLooksForNothing() {
    Orphans none = orphans(attempt(0, 0, 0), 1, Map.of());
    assertThat(none.arePossible()).isFalse();
    assertThat(none.watch()).isEqualTo(Watch.NOTHING);
    assertThat(orphans(attempt(0, 0, 1), 1, Map.of()).arePossible()).isTrue();
  }
}
