package dev.proxystore.hazelcast;

import dev.proxystore.stream.event.BrokerException;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for room in the cluster: often at first, then less so. */
final class Room {
  private static final long FIRST_PAUSE_MILLIS = 1;
  private static final long LONGEST_PAUSE_MILLIS = 100;

  private Room() {}

  /**
   * Tries until it succeeds.
   *
   * @param problem what to say if it does not within the timeout
   */
  static void await(BrokerLink link, BooleanSupplier attempt, String problem) {
    Duration timeout = link.options().timeout();
    long deadline = System.nanoTime() + timeout.toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    while (!attempt.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new BrokerException(
            link.address().given(),
            "has had no room for %d ms: %s".formatted(timeout.toMillis(), problem),
            null);
      }
      pause(link, pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  private static void pause(BrokerLink link, long millis) {
    link.call(
        "cannot wait for room",
        () -> {
          Thread.sleep(millis);
          return link;
        });
  }
}
