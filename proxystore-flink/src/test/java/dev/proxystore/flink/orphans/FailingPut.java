package dev.proxystore.flink.orphans;

import dev.proxystore.flink.PutFunction;
import dev.proxystore.proxy.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Puts numbers as texts, and fails at one step, so often. The second half comes slowly while there
 * are failures left: the job must not end before.
 */
final class FailingPut
    implements PutFunction<Long, String, Proxy<String>>, CheckpointedFunction, CheckpointListener {
  private static final long serialVersionUID = 1L;
  private static final int RECORDS_BETWEEN = 20;
  private static final int SLOW_MILLIS = 20;
  private static final AtomicInteger FAILURES_LEFT = new AtomicInteger();

  private final Step step;
  private final When when;
  private transient boolean checkpointed;
  private transient int records;

  enum Step {
    BEFORE_PUT,
    AFTER_PUT,
    DURING_SNAPSHOT
  }

  enum When {
    BEFORE_A_CHECKPOINT,
    BEHIND_A_CHECKPOINT
  }

  FailingPut(Step step, When when, int failures) {
    this.step = step;
    this.when = when;
    FAILURES_LEFT.set(failures);
  }

  static int failuresLeft() {
    return FAILURES_LEFT.get();
  }

  static void noMoreFailures() {
    FAILURES_LEFT.set(0);
  }

  private void failAt(Step now) {
    boolean ready = checkpointed == (when == When.BEHIND_A_CHECKPOINT);
    if (step == now && ready && records >= RECORDS_BETWEEN && mayFail()) {
      throw new IllegalStateException("fails, as it was told to");
    }
  }

  private static boolean mayFail() {
    return FAILURES_LEFT.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
  }

  @Override
  public String value(Long number) throws InterruptedException {
    if (number >= OrphansKit.RECORDS / 2 && failuresLeft() > 0) {
      Thread.sleep(SLOW_MILLIS);
    }
    records++;
    failAt(Step.BEFORE_PUT);
    return "text " + number;
  }

  @Override
  public Proxy<String> attach(Long number, Proxy<String> proxy) {
    failAt(Step.AFTER_PUT);
    return proxy;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) {
    checkpointed = false;
    records = 0;
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    failAt(Step.DURING_SNAPSHOT);
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    if (!checkpointed) {
      checkpointed = true;
      records = 0;
    }
  }
}
