package dev.proxystore.redis;

import java.time.Duration;

/**
 * Says when a consumer shows that it is there and looks for others that are not: four times in the
 * time after which it would itself be taken for one of them. Used by one thread.
 */
final class ClaimClock {
  private static final int TIMES = 4;

  private final long nanos;
  private long last;

  ClaimClock(Duration claimAfter) {
    nanos = claimAfter.toNanos() / TIMES;
    last = System.nanoTime() - nanos;
  }

  boolean isDue() {
    return System.nanoTime() - last >= nanos;
  }

  void isDone() {
    last = System.nanoTime();
  }
}
