package dev.proxystore.flink.orphans;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When a task sweeps, and for how long it remembers whom after. */
@Timeout(60)
class BackgroundSweepTest {
  private static final String WRITER = Names.writer(new JobID(), new UUID(1, 2), "operator");
  private static final PutAttempt FIRST = new PutAttempt(WRITER, 0, 0, 0, "zz");

  private final TestStore server = TestStore.start();
  private final Store store = Store.fromConfig(server.config());
  private final Orphans orphans =
      new Orphans(
          store,
          new Start(new PutAttempt(WRITER, 0, 8, 1, "zz"), 1),
          new Watch(Map.of(FIRST, 0L), Set.of()),
          false);
  private final Counter removed = new ThreadSafeSimpleCounter();
  private final BackgroundSweep sweep = new BackgroundSweep(orphans, removed);

  @AfterEach
  void close() throws InterruptedException {
    sweep.close();
    store.close();
    server.close();
  }

  private void putObject(int number) {
    store.put("text", PutOptions.defaults().withId(ObjectId.object(FIRST.prefix(), 0, number)));
  }

  private void awaitRemoved(int count) {
    await().until(() -> removed.getCount() == count);
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void whatADyingAttemptPutsLateGoesAfterTheNextCheckpoint() {
    putObject(1);
    sweep.start();
    awaitRemoved(1);
    assertThat(orphans.watched()).containsKey(FIRST);
    putObject(2);
    sweep.checkpointCompleted();
    awaitRemoved(2);
    await().until(() -> orphans.watched().isEmpty());
  }

  @Test
  void aSweepThatFailedIsDoneAgainAfterTheNextCheckpointAndNobodyIsForgottenUntilThen() {
    putObject(1);
    server.refuseLists(2);
    sweep.start();
    await().until(() -> server.listsLeftToRefuse() == 1);
    sweep.checkpointCompleted();
    await().until(() -> server.listsLeftToRefuse() == 0);
    assertThat(orphans.watched()).containsKey(FIRST);
    sweep.checkpointCompleted();
    awaitRemoved(1);
  }

  @Test
  void whatASavepointHoldsGoesWhenThatIsForgotten() {
    SavepointMark mark = new SavepointMark(WRITER, 9, "0123456789", 9, 4);
    store.put("text", PutOptions.defaults().withId(mark.id()));
    putObject(1);
    sweep.checkpointCompleted();
    await().until(orphans::isSettled);
    assertThat(server.ids()).hasSize(2);
    assertThat(orphans.watched()).containsOnlyKeys(FIRST);
    store.evict(mark.key());
    await()
        .untilAsserted(
            () -> {
              sweep.checkpointCompleted();
              assertThat(server.ids()).isEmpty();
              assertThat(orphans.watched()).isEmpty();
            });
  }

  @Test
  void onceAllIsClearedUpNothingIsLookedForAnyMore() {
    sweep.checkpointCompleted();
    await().until(() -> orphans.watched().isEmpty());
    putObject(1);
    sweep.checkpointCompleted();
    assertThat(server.ids()).hasSize(1);
  }

  @Test
  void aStoreThatDoesNotAnswerHoldsUpNobodyButTheSweep() throws Exception {
    putObject(1);
    server.evictionGate().shut();
    sweep.start();
    await().until(() -> server.evictionGate().hasWaiting());
    sweep.checkpointCompleted();
    assertThat(orphans.watched()).containsKey(FIRST);
    server.evictionGate().open();
    sweep.close();
    assertThat(server.ids()).isEmpty();
  }
}
