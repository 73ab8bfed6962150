package dev.proxystore.flink.recovery;

import dev.proxystore.flink.ResolveFunction;
import dev.proxystore.proxy.Proxy;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.util.Collector;

/** Emits objects, and fails at a step behind a checkpoint that holds marks of some. */
final class UseThatFails
    implements ResolveFunction<Proxy<String>, String, String>,
        CheckpointedFunction,
        CheckpointListener {
  private static final long serialVersionUID = 1L;
  private final Step step;
  private transient boolean hasRecords;
  private transient boolean isCheckpointed;
  private transient boolean objectsGo;

  UseThatFails(Step step) {
    this.step = step;
  }

  private void failAt(Step now) {
    if (now == step && isCheckpointed) {
      step.fail();
    }
  }

  @Override
  public void process(Proxy<String> proxy, String value, Collector<String> out) {
    out.collect(value);
    hasRecords = true;
    failAt(Step.AFTER_RESOLVE_BEFORE_MARK);
    if (objectsGo) {
      failAt(Step.DURING_DELETE);
    }
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {}

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    failAt(Step.DURING_SNAPSHOT);
  }

  /** The operator tells the function first, and lets objects go when it returns. */
  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    failAt(Step.BETWEEN_COMPLETE_AND_DELETE);
    objectsGo = isCheckpointed;
    isCheckpointed = hasRecords;
  }
}
