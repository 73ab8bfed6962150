package dev.proxystore.flink.operators;

import static dev.proxystore.flink.testutils.Mailboxes.workUntil;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.OnResolve;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.junit.jupiter.api.Test;

/** What a checkpoint holds of records in flight. */
class ResolveStateTest extends ResolveTask {
  private static final ProxyResolveOptions OPTIONS = ProxyResolveOptions.defaults();

  private final Proxy<String> first = put("first", OnResolve.EVICT);
  private final Proxy<String> second = put("second");
  private final Proxy<String> third = put("third");

  @Test
  void aCheckpointTakesTheReferencesWithoutWaitingAndARestoreFetchesAnew() throws Exception {
    server.getGate().shut();
    var task = open(OPTIONS);
    task.processElement(first, 1);
    task.processElement(second, 2);
    task.processElement(new StreamRecord<>(third));
    OperatorSubtaskState state = task.snapshot(1, 1);
    assertThat(task.getOutput()).isEmpty();
    server.getGate().open();

    var restored = restore(OPTIONS, state);
    restored.endInput();
    assertThat(restored.getOutput())
        .containsExactly(
            new StreamRecord<>("first", 1),
            new StreamRecord<>("second", 2),
            new StreamRecord<>("third"));
  }

  @Test
  void whatHasLeftIsNotInTheCheckpoint() throws Exception {
    server.getGate().shut();
    var task = open(OPTIONS);
    task.processElement(first, 1);
    task.processElement(second, 2);
    letGo(first);
    workUntil(task, () -> task.getOutput().size() == 1);
    OperatorSubtaskState state = task.snapshot(1, 1);
    server.getGate().open();

    var restored = restore(OPTIONS, state);
    restored.endInput();
    assertThat(restored.extractOutputValues()).containsExactly("second");
  }

  @Test
  void moreRecordsThanTheBoundAreRestoredOneAfterTheOther() throws Exception {
    server.getGate().shut();
    var task = open(OPTIONS);
    for (int i = 0; i < 20; i++) {
      task.processElement(put("value " + i), i);
    }
    OperatorSubtaskState state = task.snapshot(1, 1);
    server.getGate().open();

    var restored = restore(OPTIONS.setMaxInFlight(3), state);
    restored.endInput();
    assertThat(restored.extractOutputValues()).hasSize(20).doesNotHaveDuplicates();
  }

  @Test
  void aCheckpointAfterARestoreHoldsWhatIsInFlightThen() throws Exception {
    server.getGate().shut();
    var task = open(OPTIONS);
    task.processElement(first, 1);
    OperatorSubtaskState state = task.snapshot(1, 1);
    var restored = restore(OPTIONS, state);
    restored.processElement(second, 2);
    OperatorSubtaskState later = restored.snapshot(2, 2);
    server.getGate().open();

    var last = restore(OPTIONS, later);
    last.endInput();
    assertThat(last.extractOutputValues()).containsExactly("first", "second");
  }
}
