package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.flink.MissingObjectPolicy;
import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.MissingObjectException;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreFactory;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What becomes of a record whose object the store does not have. */
class MissingObjectTest extends CheckpointedTask {
  private static final OutputTag<Proxy<String>> MISSING =
      new OutputTag<>("missing", ProxyTypeInfo.forValues(String.class));

  private Proxy<String> missing() {
    Proxy<String> proxy = put("missing", OnResolve.EVICT);
    store.evict(((StoreFactory<?>) proxy.factory()).key());
    return proxy;
  }

  private void processThree(
      OneInputStreamOperatorTestHarness<Proxy<String>, String> task, Proxy<String> missing)
      throws Exception {
    task.processElement(put("before"), 1);
    task.processElement(missing, 2);
    task.processElement(put("after"), 3);
    task.endInput();
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void itsRecordIsSkipped(Mode mode) throws Exception {
    var task =
        open(OPTIONS.setMode(mode).setMaxInFlight(1).setMissingObjects(MissingObjectPolicy.skip()));
    processThree(task, missing());
    assertThat(task.extractOutputValues()).containsExactly("before", "after");
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void itsRecordGoesToTheSideOutputWithItsTimestamp(Mode mode) throws Exception {
    var task =
        open(OPTIONS.setMode(mode).setMissingObjects(MissingObjectPolicy.sideOutput(MISSING)));
    Proxy<String> missing = missing();
    processThree(task, missing);
    assertThat(task.extractOutputValues()).containsExactlyInAnyOrder("before", "after");
    assertThat(task.getSideOutput(MISSING)).containsExactly(new StreamRecord<>(missing, 2));
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void theErrorNamesObjectStoreCheckpointAndLikelyReason(Mode mode) throws Exception {
    Proxy<String> missing = missing();
    var state = start(OPTIONS).snapshot(7, 7);
    var restored = start(OPTIONS.setMode(mode), state);
    assertThatThrownBy(() -> processThree(restored, missing))
        .isInstanceOf(MissingObjectException.class)
        .hasMessageContaining(id(missing))
        .hasMessageContaining(server.address().toString())
        .hasMessageContaining("restored from checkpoint 7")
        .hasMessageContaining("retainCheckpoints");
  }

  @Test
  void theErrorOfATaskThatWasNotRestoredPointsToOtherConsumers() throws Exception {
    assertThatThrownBy(() -> processThree(open(OPTIONS), missing()))
        .isInstanceOf(MissingObjectException.class)
        .hasMessageContaining("not restored")
        .hasMessageContaining("another consumer");
  }

  @Test
  void aStoreThatFailsIsNotAStoreWithoutTheObject() throws Exception {
    server.refuseGets();
    var task = open(OPTIONS.setMissingObjects(MissingObjectPolicy.skip()));
    assertThatThrownBy(() -> processThree(task, put("value")))
        .isInstanceOf(ProxyResolveException.class)
        .isNotInstanceOf(MissingObjectException.class);
  }

  @Test
  void anObjectThatTheFunctionMissesIsItsOwnAffair() throws Exception {
    Proxy<String> missing = missing();
    var task =
        open(
            OPTIONS.setMissingObjects(MissingObjectPolicy.skip()),
            (proxy, value, out) -> {
              throw new MissingObjectException(missing.toUri(), "the function says so.", null);
            });
    assertThatThrownBy(() -> processThree(task, put("value")))
        .hasStackTraceContaining("the function says so");
  }
}
