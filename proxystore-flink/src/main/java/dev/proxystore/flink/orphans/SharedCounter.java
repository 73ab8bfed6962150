package dev.proxystore.flink.orphans;

import java.util.concurrent.atomic.AtomicLong;
import org.apache.flink.metrics.Counter;

/** A counter that another thread than the task's counts with. */
final class SharedCounter implements Counter {
  private final AtomicLong count = new AtomicLong();

  @Override
  public void inc() {
    inc(1);
  }

  @Override
  public void inc(long by) {
    count.addAndGet(by);
  }

  @Override
  public void dec() {
    inc(-1);
  }

  @Override
  public void dec(long by) {
    inc(-by);
  }

  @Override
  public long getCount() {
    return count.get();
  }
}
