package dev.proxystore.redis;

import java.time.Duration;
import redis.clients.jedis.params.SetParams;

/** Times to live as Redis takes them: whole milliseconds, not too many. */
final class Expiry {
  /** Longer than anybody waits, and short enough for the server to add to its clock. */
  private static final Duration LONGEST = Duration.ofDays(365_000);

  private Expiry() {}

  /** The parameters of a {@code SET}; a time to live of zero is none. */
  static SetParams parameters(Duration timeToLive) {
    return timeToLive.isZero()
        ? SetParams.setParams()
        : SetParams.setParams().px(millis(timeToLive));
  }

  /** Rounded up: an object stays at least as long as was said. */
  static long millis(Duration timeToLive) {
    Duration bounded = timeToLive.compareTo(LONGEST) < 0 ? timeToLive : LONGEST;
    return bounded.plusNanos(999_999).toMillis();
  }
}
