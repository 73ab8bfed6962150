package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.testutils.Mailboxes;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.OnResolve;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;

/** A resolve operator of a job with checkpoints, driven by hand. */
abstract class CheckpointedTask extends ResolveTask {
  static final ProxyResolveOptions OPTIONS = ProxyResolveOptions.defaults();

  /** A running task that goes on where another one was, if a state is given. */
  final OneInputStreamOperatorTestHarness<Proxy<String>, String> start(
      ProxyResolveOptions options, OperatorSubtaskState... state) throws Exception {
    OneInputStreamOperatorTestHarness<Proxy<String>, String> task = create(options, identity());
    withCheckpoints(task);
    if (state.length == 1) {
      task.setRestoredCheckpointId(7);
      task.initializeState(state[0]);
    }
    task.open();
    return task;
  }

  static void withCheckpoints(AbstractStreamOperatorTestHarness<?> task) {
    task.getEnvironment()
        .getJobConfiguration()
        .set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(1));
  }

  /** Puts an object and resolves it; it is released by then. */
  final Proxy<String> use(
      OneInputStreamOperatorTestHarness<Proxy<String>, String> task, String value)
      throws Exception {
    Proxy<String> proxy = put(value, OnResolve.EVICT);
    int before = task.getOutput().size();
    task.processElement(proxy, 1);
    Mailboxes.workUntil(task, () -> task.getOutput().size() > before);
    return proxy;
  }

  /** Ends the input, and takes the last checkpoint. */
  final void finish(OneInputStreamOperatorTestHarness<?, ?> task, long checkpoint)
      throws Exception {
    task.endInput();
    task.getOperator().finish();
    task.snapshot(checkpoint, checkpoint);
    task.notifyOfCompletedCheckpoint(checkpoint);
  }

  final void awaitObjects(int number) {
    await()
        .pollInterval(Duration.ofMillis(2))
        .untilAsserted(() -> assertThat(server.ids()).hasSize(number));
  }
}
