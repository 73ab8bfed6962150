package dev.proxystore.flink.operators;

import dev.proxystore.flink.orphans.Checkpoints;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Spreads evictions over time. What a checkpoint lets go would otherwise go in one burst; and a
 * server whose allocator joins neighbours that are freed together into one large piece does not
 * split that piece for the next objects, but takes fresh pages for them, each of which is a page
 * fault. Freed little by little, the memory of one object is that of the next.
 *
 * <p>Not safe for use by several threads.
 */
final class Pace {
  /** How many objects go together. */
  static final int SLICE = 32;

  /** Of the time between checkpoints, so that most is gone before more may go. */
  private static final double SHARE = 0.9;

  /** Memory that is free for longer is given back anyway; and nobody waits for it for minutes. */
  private static final Duration LONGEST = Duration.ofSeconds(5);

  private final long spreadNanos;
  private final LongSupplier clock;
  private long deadline;

  /**
   * @param spread over how long what may go together goes; nothing waits if it is zero
   */
  Pace(Duration spread, LongSupplier clock) {
    this.spreadNanos = spread.toNanos();
    this.clock = clock;
    this.deadline = clock.getAsLong();
  }

  /** Over how long the evictions of a job go: not at all without checkpoints. */
  static Duration spread(Checkpoints checkpoints) {
    if (!checkpoints.areTaken()) {
      return Duration.ZERO;
    }
    Duration share = Duration.ofNanos((long) (checkpoints.interval().toNanos() * SHARE));
    return share.compareTo(LONGEST) < 0 ? share : LONGEST;
  }

  /** More may go from now on. */
  void begin() {
    deadline = clock.getAsLong() + spreadNanos;
  }

  /**
   * How long to wait behind some objects.
   *
   * @param gone how many went just now
   * @param left how many are still to go
   */
  Duration pause(int gone, int left) {
    long remaining = Math.max(0, deadline - clock.getAsLong());
    return left == 0 ? Duration.ZERO : Duration.ofNanos(remaining / (left + gone) * gone);
  }
}
