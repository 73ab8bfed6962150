package dev.proxystore.flink.orphans;

import dev.proxystore.proxy.Proxy;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Lets no checkpoint be complete while there are failures left, and holds up no other task: the
 * adaptive scheduler asks for one as soon as the tasks run.
 */
final class HoldsCheckpoints implements MapFunction<Proxy<String>, Integer>, CheckpointedFunction {
  private static final long serialVersionUID = 1L;
  private static final int POLL_MILLIS = 5;

  @Override
  public Integer map(Proxy<String> proxy) {
    return 0;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {}

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws InterruptedException {
    while (FailingPut.failuresLeft() > 0) {
      Thread.sleep(POLL_MILLIS);
    }
  }
}
