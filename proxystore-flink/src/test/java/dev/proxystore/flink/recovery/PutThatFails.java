package dev.proxystore.flink.recovery;

import dev.proxystore.flink.PutFunction;
import dev.proxystore.proxy.Proxy;
import org.apache.flink.api.common.state.CheckpointListener;

/**
 * Puts numbers as texts, and fails at a step with the second record behind a checkpoint. The second
 * half comes slowly while there are failures left: the job must not end before.
 */
final class PutThatFails implements PutFunction<Long, String, Proxy<String>>, CheckpointListener {
  private static final long serialVersionUID = 1L;
  private static final int SLOW_MILLIS = 20;

  private final Step step;
  private final int records;
  private transient boolean hasRecords;
  private transient int recordsBehindACheckpoint;

  PutThatFails(Step step, int records) {
    this.step = step;
    this.records = records;
  }

  private void failAt(Step now) {
    if (now == step && recordsBehindACheckpoint >= 2) {
      step.fail();
    }
  }

  @Override
  public String value(Long number) throws InterruptedException {
    if (number >= records / 2 && Step.failuresLeft() > 0) {
      Thread.sleep(SLOW_MILLIS);
    }
    failAt(Step.BEFORE_PUT);
    return "text " + number;
  }

  @Override
  public Proxy<String> attach(Long number, Proxy<String> proxy) {
    failAt(Step.AFTER_PUT_BEFORE_EMIT);
    hasRecords = true;
    recordsBehindACheckpoint += recordsBehindACheckpoint > 0 ? 1 : 0;
    return proxy;
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) {
    if (hasRecords && recordsBehindACheckpoint == 0) {
      recordsBehindACheckpoint = 1;
    }
  }
}
