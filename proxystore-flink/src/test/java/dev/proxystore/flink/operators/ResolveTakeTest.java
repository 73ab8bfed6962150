package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.flink.ProxyResolveOptions.Release;
import dev.proxystore.proxy.MissingObjectException;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.OnResolve;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Objects that are taken: removed as they are fetched, where no checkpoint may need them. */
class ResolveTakeTest extends CheckpointedTask {
  private static final ProxyResolveOptions TAKE = OPTIONS.setRelease(Release.TAKE);

  @ParameterizedTest
  @EnumSource(Mode.class)
  void takenObjectsAreUsedAndGoneWhateverTheirProxiesSay(Mode mode) throws Exception {
    var task = open(TAKE.setMode(mode));
    task.processElement(put("first", OnResolve.EVICT), 1);
    task.processElement(put("second", OnResolve.KEEP), 2);
    task.endInput();
    task.getOperator().finish();
    assertThat(task.extractOutputValues()).containsExactlyInAnyOrder("first", "second");
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void aTakenObjectNeedsNoEviction() throws Exception {
    var task = open(TAKE);
    task.processElement(put("value", OnResolve.EVICT), 1);
    task.endInput();
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void aTakenObjectIsGoneAlsoIfTheFunctionFails() throws Exception {
    var task =
        open(
            TAKE,
            (proxy, value, out) -> {
              throw new IllegalStateException("cannot compute with " + value);
            });
    task.processElement(put("value", OnResolve.EVICT), 1);
    assertThatThrownBy(task::endInput).hasStackTraceContaining("cannot compute with value");
    abandon(task);
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void anObjectThatSomebodyElseHasTakenIsMissing() throws Exception {
    Proxy<String> proxy = put("value", OnResolve.EVICT);
    proxy.resolve();
    var task = open(TAKE);
    task.processElement(proxy, 1);
    assertThatThrownBy(task::endInput).isInstanceOf(MissingObjectException.class);
    abandon(task);
  }

  @Test
  void aSavepointWithoutCheckpointsHoldsNoObjectThatWasTaken() throws Exception {
    var task = open(TAKE);
    task.processElement(put("first", OnResolve.EVICT), 1);
    task.processElement(put("second", OnResolve.EVICT), 2);
    task.prepareSnapshotPreBarrier(1);
    assertThat(task.extractOutputValues()).containsExactly("first", "second");
    OperatorSubtaskState state = task.snapshot(1, 1);

    var restored = restore(TAKE, state);
    restored.endInput();
    assertThat(restored.extractOutputValues()).isEmpty();
  }

  @Test
  void withCheckpointsAnObjectStaysUntilOneHoldsItsRelease() throws Exception {
    var task = start(TAKE);
    use(task, "value");
    assertThat(server.ids()).hasSize(1);
    task.snapshot(1, 1);
    assertThat(server.ids()).hasSize(1);
    task.notifyOfCompletedCheckpoint(1);
    awaitObjects(0);
  }

  @Test
  void withCheckpointsABarrierDoesNotWaitForObjects() throws Exception {
    server.getGate().shut();
    var task = start(TAKE);
    task.processElement(put("value", OnResolve.EVICT), 1);
    task.prepareSnapshotPreBarrier(1);
    OperatorSubtaskState state = task.snapshot(1, 1);
    assertThat(task.getOutput()).isEmpty();
    server.getGate().open();

    var restored = start(TAKE, state);
    restored.endInput();
    assertThat(restored.extractOutputValues()).containsExactly("value");
  }
}
