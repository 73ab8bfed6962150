package dev.proxystore.flink.operators;

import java.io.Serializable;
import java.time.Duration;

/**
 * How often something that failed is tried again, at intervals that double.
 *
 * @param tries how many failures in a row are too many
 */
record Backoff(Duration first, Duration longest, int tries) implements Serializable {
  private static final long serialVersionUID = 1L;

  private static final int MOST_DOUBLINGS = 20;

  /** About six minutes: a store may be restarted meanwhile. */
  static final Backoff PATIENT = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(30), 20);

  boolean isExhausted(int failures) {
    return failures >= tries;
  }

  /** How long to wait after so many failures in a row. */
  Duration pause(int failures) {
    Duration doubled = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return doubled.compareTo(longest) < 0 ? doubled : longest;
  }
}
