package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.testutils.Mailboxes;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.PutOptions;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** What a checkpoint holds of released objects. */
class ReleaseStateTest extends CheckpointedTask {
  private static final int KEY_GROUPS = 128;

  private OperatorSubtaskState checkpointWith(ProxyResolveOptions options, int objects)
      throws Exception {
    var task = start(options);
    for (int i = 0; i < objects; i++) {
      use(task, "value " + i);
    }
    OperatorSubtaskState state = task.snapshot(1, 1);
    abandon(task);
    return state;
  }

  private static void completeOne(OneInputStreamOperatorTestHarness<?, ?> task, long checkpoint)
      throws Exception {
    task.snapshot(checkpoint, checkpoint);
    task.notifyOfCompletedCheckpoint(checkpoint);
  }

  @Test
  void whatWasReleasedBeforeARestoreGoesWithTheNextCheckpointAndNotBefore() throws Exception {
    OperatorSubtaskState state = checkpointWith(OPTIONS, 3);
    var restored = start(OPTIONS, state);
    restored.notifyOfCompletedCheckpoint(1);
    Mailboxes.work(restored);
    assertThat(server.ids()).hasSize(3);
    completeOne(restored, 2);
    awaitObjects(0);
  }

  @Test
  void checkpointsThatHaveCompletedCountAfterARestore() throws Exception {
    ProxyResolveOptions three = OPTIONS.setRetainCheckpoints(3);
    var task = start(three);
    use(task, "value");
    completeOne(task, 1);
    completeOne(task, 2);
    OperatorSubtaskState state = task.snapshot(3, 3);
    abandon(task);
    assertThat(server.ids()).hasSize(1);

    completeOne(start(three, state), 4);
    awaitObjects(0);
  }

  @Test
  void evictionsUnderWayAreStillInTheNextCheckpoint() throws Exception {
    server.evictionGate().shut();
    var task = start(OPTIONS);
    Proxy<String> proxy = use(task, "value");
    completeOne(task, 1);
    OperatorSubtaskState state = task.snapshot(2, 2);
    server.evictionGate().open();
    awaitObjects(0);

    store.put("value", PutOptions.defaults().withId(id(proxy)));
    completeOne(start(OPTIONS, state), 3);
    awaitObjects(0);
  }

  @Test
  void marksSpreadOverAllInstancesWhenTheParallelismGrowsAndEachObjectGoes() throws Exception {
    OperatorSubtaskState state = checkpointWith(OPTIONS, 3 * Marks.MOST);
    List<Integer> left = new ArrayList<>();
    for (int index = 0; index < 3; index++) {
      var task =
          start(
              OPTIONS,
              AbstractStreamOperatorTestHarness.repartitionOperatorState(
                  state, KEY_GROUPS, 1, 3, index));
      finish(task, 2);
      task.close();
      left.add(server.ids().size());
    }
    assertThat(left).containsExactly(2 * Marks.MOST, Marks.MOST, 0);
  }

  @Test
  void marksOfSeveralInstancesComeTogetherWhenTheParallelismShrinks() throws Exception {
    OperatorSubtaskState both =
        AbstractStreamOperatorTestHarness.repackageState(
            checkpointWith(OPTIONS, 2), checkpointWith(OPTIONS, 3));
    var task =
        start(
            OPTIONS,
            AbstractStreamOperatorTestHarness.repartitionOperatorState(both, KEY_GROUPS, 2, 1, 0));
    finish(task, 2);
    task.close();
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void aMarkTakesUpTo64BytesOfState() throws Exception {
    int objects = 1_000;
    long empty = checkpointWith(OPTIONS, 0).getStateSize();
    long bytes = checkpointWith(OPTIONS, objects).getStateSize() - empty;
    assertThat(bytes / objects).isBetween(1L, 64L);
  }

  @Test
  void aJobThatGoesOnWithoutCheckpointsReleasesWhatItsStateHeld() throws Exception {
    OperatorSubtaskState state = checkpointWith(OPTIONS, 2);
    restore(OPTIONS, state);
    awaitObjects(0);
  }
}
