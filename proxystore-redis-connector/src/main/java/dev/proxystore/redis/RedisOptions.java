package dev.proxystore.redis;

import dev.proxystore.connector.ConnectorOption;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/**
 * How this process talks to Redis: the connector options of a store, read and checked. They are
 * local; a writer and a reader of one object may differ in each.
 *
 * @param timeout how long a server may be silent, and a caller wait for a free connection; from 1
 *     ms to 1 h
 * @param connectTimeout how long it may take to reach a server; from 1 ms to 1 h
 * @param poolSize the most connections to one server, 1 or more; each is used by one call at a time
 * @param chunkSize the most bytes in one value, from 1 MiB to the 512 MiB that Redis takes; a
 *     larger object is split
 */
public record RedisOptions(Duration timeout, Duration connectTimeout, int poolSize, int chunkSize) {
  /** The name of the option for {@link #timeout()}. */
  public static final String TIMEOUT = "timeout";

  /** The name of the option for {@link #connectTimeout()}. */
  public static final String CONNECT_TIMEOUT = "connect-timeout";

  /** The name of the option for {@link #poolSize()}. */
  public static final String POOL_SIZE = "pool-size";

  /** The name of the option for {@link #chunkSize()}. */
  public static final String CHUNK_SIZE = "chunk-size";

  /** The timeout, unless told otherwise. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  /** The connect timeout, unless told otherwise. */
  public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** The pool size, unless told otherwise. */
  public static final int DEFAULT_POOL_SIZE = 16;

  /**
   * The chunk size, unless told otherwise: 32 MiB. Larger ones hold up a server's other clients for
   * longer, since it copies a value in one go; smaller ones have more objects split, whose reader
   * and writer copy them once more.
   */
  public static final int DEFAULT_CHUNK_SIZE = 32 << 20;

  static final int SMALLEST_CHUNK_SIZE = 1 << 20;
  static final int LARGEST_CHUNK_SIZE = 512 << 20;
  private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);
  private static final Set<String> NAMES = Set.of(TIMEOUT, CONNECT_TIMEOUT, POOL_SIZE, CHUNK_SIZE);

  /** What they are, for a reference. */
  static List<ConnectorOption> described() {
    return List.of(
        new ConnectorOption(
            TIMEOUT,
            "duration",
            DEFAULT_TIMEOUT.toSeconds() + "s",
            "How long a server may be silent, and a caller wait for a free connection; 1ms to 1h."),
        new ConnectorOption(
            CONNECT_TIMEOUT,
            "duration",
            DEFAULT_CONNECT_TIMEOUT.toSeconds() + "s",
            "How long it may take to reach a server; 1ms to 1h."),
        new ConnectorOption(
            POOL_SIZE,
            "whole number",
            String.valueOf(DEFAULT_POOL_SIZE),
            "The most connections to one server, 1 or more."),
        new ConnectorOption(
            CHUNK_SIZE,
            "size",
            (DEFAULT_CHUNK_SIZE >> 20) + "mb",
            "The most bytes in one value, 1mb to 512mb; larger objects are split."));
  }

  public RedisOptions {
    requireTimeout(TIMEOUT, timeout);
    requireTimeout(CONNECT_TIMEOUT, connectTimeout);
    if (poolSize < 1) {
      throw new IllegalArgumentException(
          "The option %s is 1 or more, found %d.".formatted(POOL_SIZE, poolSize));
    }
    requireChunkSize(chunkSize);
  }

  /** Every default. */
  static RedisOptions defaults() {
    return new RedisOptions(
        DEFAULT_TIMEOUT, DEFAULT_CONNECT_TIMEOUT, DEFAULT_POOL_SIZE, DEFAULT_CHUNK_SIZE);
  }

  /**
   * Reads what was given for a store.
   *
   * @throws IllegalArgumentException if a name is not known or a value is out of its bounds
   */
  static RedisOptions read(StoreAddress address, ConnectorOptions options) {
    options.requireOnly(address, NAMES);
    return new RedisOptions(
        options.duration(TIMEOUT, DEFAULT_TIMEOUT),
        options.duration(CONNECT_TIMEOUT, DEFAULT_CONNECT_TIMEOUT),
        options.integer(POOL_SIZE, DEFAULT_POOL_SIZE),
        (int) requireChunkSize(options.size(CHUNK_SIZE, DEFAULT_CHUNK_SIZE)));
  }

  private static long requireChunkSize(long bytes) {
    if (bytes < SMALLEST_CHUNK_SIZE || bytes > LARGEST_CHUNK_SIZE) {
      throw new IllegalArgumentException(
          "The option %s is from 1mb to 512mb, found %d bytes.".formatted(CHUNK_SIZE, bytes));
    }
    return bytes;
  }

  private static void requireTimeout(String name, Duration timeout) {
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "The option %s is from 1ms to 1h, found %s.".formatted(name, timeout));
    }
  }
}
