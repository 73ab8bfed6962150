package dev.proxystore.benchmarks.scaling;

import dev.proxystore.benchmarks.job.Use;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.RichMapFunction;

/** A task of the experiment: sees whether the bytes are right, and waits. */
final class Compute extends RichMapFunction<byte[], Long> {
  private static final long serialVersionUID = 1L;

  private final Use use;
  private final Duration wait;

  Compute(Use use, Duration wait) {
    this.use = use;
    this.wait = wait;
  }

  @Override
  public Long map(byte[] item) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(wait.toNanos());
    return use.use(item, getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
  }
}
