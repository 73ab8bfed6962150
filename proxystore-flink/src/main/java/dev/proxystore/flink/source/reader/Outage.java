package dev.proxystore.flink.source.reader;

import dev.proxystore.stream.event.BrokerException;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The time that a broker stays away: waits ever longer before it is tried again, and gives up in
 * the end. Used by the fetcher's thread, but for {@link #wakeUp}.
 */
final class Outage {
  private static final Logger LOG = LoggerFactory.getLogger(Outage.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(50);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final Duration timeout;
  private final Semaphore wakeUps = new Semaphore(0);
  private @Nullable Long beganAt;
  private Duration wait = Duration.ZERO;

  Outage(Duration timeout) {
    this.timeout = timeout;
  }

  /**
   * The broker could not be used.
   *
   * @throws BrokerException the same one, if it has been away for too long
   */
  void failed(BrokerException failure) {
    long now = System.nanoTime();
    if (beganAt == null) {
      beganAt = now;
      wait = FIRST_WAIT;
      LOG.warn(
          "Lost the broker, will try for {} to get it back: {}", timeout, failure.getMessage());
    } else {
      Duration doubled = wait.multipliedBy(2);
      wait = doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    }
    if (now - beganAt >= timeout.toNanos()) {
      throw failure;
    }
  }

  /** The broker could be used. */
  void over() {
    if (beganAt != null) {
      LOG.warn("The broker is back after {} s.", (System.nanoTime() - beganAt) / 1_000_000_000);
      beganAt = null;
      wait = Duration.ZERO;
    }
  }

  /** Waits before the broker is tried again; says whether the time has come. */
  boolean await() {
    return beganAt == null || rest(wait);
  }

  /** Waits; says whether all of the time has gone by. */
  boolean rest(Duration time) {
    try {
      boolean isWoken = wakeUps.tryAcquire(time.toNanos(), TimeUnit.NANOSECONDS);
      wakeUps.drainPermits();
      return !isWoken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  void wakeUp() {
    wakeUps.release();
  }
}
