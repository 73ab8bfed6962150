package dev.proxystore.redis;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import java.time.Duration;
import java.util.Set;

/**
 * How this process talks to a broker on Redis: the options that it was opened with, read and
 * checked. They are local; processes that share a topic may differ in each.
 *
 * @param timeout how long a server may be silent, and a caller wait for a free connection; from 1
 *     ms to 1 h
 * @param connectTimeout how long it may take to reach a server; from 1 ms to 1 h
 * @param poolSize the most connections to one server, 1 or more, beside the one that each
 *     subscriber has of its own
 * @param claimAfter for how long a consumer of a group or of a list may not poll until others take
 *     over what it has not acknowledged; from 100 ms to 30 days
 * @param bufferSize how many events of a broadcast a subscriber holds that have not been polled, 1
 *     or more
 */
public record RedisBrokerOptions(
    Duration timeout, Duration connectTimeout, int poolSize, Duration claimAfter, int bufferSize) {
  /** The name of the option for {@link #claimAfter()}. */
  public static final String CLAIM_AFTER = "claim-after";

  /** The name of the option for {@link #bufferSize()}. */
  public static final String BUFFER_SIZE = "buffer-size";

  /** When others take over, unless told otherwise. */
  public static final Duration DEFAULT_CLAIM_AFTER = Duration.ofSeconds(60);

  /** The buffer size, unless told otherwise. */
  public static final int DEFAULT_BUFFER_SIZE = 10_000;

  private static final Duration LEAST_CLAIM_AFTER = Duration.ofMillis(100);
  private static final Duration MOST_CLAIM_AFTER = Duration.ofDays(30);
  private static final Set<String> NAMES =
      Set.of(
          RedisOptions.TIMEOUT,
          RedisOptions.CONNECT_TIMEOUT,
          RedisOptions.POOL_SIZE,
          CLAIM_AFTER,
          BUFFER_SIZE);

  public RedisBrokerOptions {
    new RedisOptions(timeout, connectTimeout, poolSize, RedisOptions.DEFAULT_CHUNK_SIZE);
    if (claimAfter.compareTo(LEAST_CLAIM_AFTER) < 0 || claimAfter.compareTo(MOST_CLAIM_AFTER) > 0) {
      throw new IllegalArgumentException(
          "The option %s is from 100ms to 30d, found %s.".formatted(CLAIM_AFTER, claimAfter));
    }
    if (bufferSize < 1) {
      throw new IllegalArgumentException(
          "The option %s is 1 or more, found %d.".formatted(BUFFER_SIZE, bufferSize));
    }
  }

  /**
   * Reads what was given for a broker.
   *
   * @throws IllegalArgumentException if a name is not known or a value is out of its bounds
   */
  static RedisBrokerOptions read(StoreAddress address, ConnectorOptions options) {
    options.requireOnly(address, NAMES);
    return new RedisBrokerOptions(
        options.duration(RedisOptions.TIMEOUT, RedisOptions.DEFAULT_TIMEOUT),
        options.duration(RedisOptions.CONNECT_TIMEOUT, RedisOptions.DEFAULT_CONNECT_TIMEOUT),
        options.integer(RedisOptions.POOL_SIZE, RedisOptions.DEFAULT_POOL_SIZE),
        options.duration(CLAIM_AFTER, DEFAULT_CLAIM_AFTER),
        options.integer(BUFFER_SIZE, DEFAULT_BUFFER_SIZE));
  }

  /** What of this is about connections. */
  RedisOptions connections() {
    return new RedisOptions(timeout, connectTimeout, poolSize, RedisOptions.DEFAULT_CHUNK_SIZE);
  }
}
