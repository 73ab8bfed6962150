package dev.proxystore.hazelcast;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The names of the options of Hazelcast brokers, each with its default. They are settings of one
 * process and do not travel. What concerns the structures in the cluster ({@link #CAPACITY}, {@link
 * #BACKUP_COUNT}) is for whoever uses them first: a configuration that the cluster has already
 * stays. After a restart of the whole cluster, what was under way may be there before the
 * configuration is: clusters that are to keep to one have it in the configuration of their members.
 */
public final class HazelcastBrokerOptions {
  /** As {@link HazelcastOptions#TIMEOUT}; also how long a publisher waits for room; 5 s. */
  public static final String TIMEOUT = HazelcastOptions.TIMEOUT;

  /** How many copies other members keep of rings, queues and what belongs to them, 0 to 6; 1. */
  public static final String BACKUP_COUNT = HazelcastOptions.BACKUP_COUNT;

  /**
   * How many events a partition of a ring holds, 100 to 10,000,000; 100,000 by default. Memory for
   * as many references is taken at once. Also how many events a queue holds; without it a queue has
   * no bound.
   */
  public static final String CAPACITY = "capacity";

  /**
   * What happens when seven eighths of a ring are full: {@code fail}, the default, lets publishers
   * wait for somebody to trim it and then fail; {@code overwrite} replaces the oldest events once
   * it is full, whether somebody has read them or not. With {@code fail} a topic needs a reader
   * that trims: {@code StreamConsumerBuilder.trimAcknowledged()}, or {@code setTrimOnCheckpoint()}
   * of Flink's source.
   */
  public static final String OVERFLOW = "overflow";

  /** How many events of a topic wait in a subscriber until they are polled; 10,000 by default. */
  public static final String BUFFER = "buffer";

  /**
   * How long a queue remembers the ends of its topics and the last number of each producer after it
   * has been used; 7 days by default.
   */
  public static final String RETENTION = "retention";

  /**
   * Whether events enter a queue in a transaction with the last number of their producer, {@code
   * true} or {@code false}, which is the default.
   */
  public static final String TRANSACTIONAL = "transactional";

  /** The capacity of a ring's partition, unless told otherwise. */
  public static final int DEFAULT_CAPACITY = 100_000;

  /** The events of a topic that wait in a subscriber, unless told otherwise. */
  public static final int DEFAULT_BUFFER = 10_000;

  /** How long ends and numbers are remembered, unless told otherwise. */
  public static final Duration DEFAULT_RETENTION = Duration.ofDays(7);

  static final int DEFAULT_BACKUP_COUNT = 1;

  private static final int LEAST_CAPACITY = 100;
  private static final int MOST_CAPACITY = 10_000_000;
  private static final int MOST_BACKUPS = 6;
  private static final Set<String> NAMES =
      Set.of(TIMEOUT, BACKUP_COUNT, CAPACITY, OVERFLOW, BUFFER, RETENTION, TRANSACTIONAL);

  private final HazelcastOptions connection;
  private final int backupCount;
  private final OptionalInt capacity;
  private final boolean overwrites;
  private final int buffer;
  private final Duration retention;
  private final boolean transactional;

  private HazelcastBrokerOptions(StoreAddress address, ConnectorOptions given) {
    this.connection = HazelcastOptions.of(address, connectionOptions(given));
    this.backupCount = within(given, BACKUP_COUNT, DEFAULT_BACKUP_COUNT, 0, MOST_BACKUPS);
    this.capacity =
        given.asMap().containsKey(CAPACITY)
            ? OptionalInt.of(within(given, CAPACITY, 0, LEAST_CAPACITY, MOST_CAPACITY))
            : OptionalInt.empty();
    this.overwrites = overwrites(given.text(OVERFLOW, "fail"));
    this.buffer = within(given, BUFFER, DEFAULT_BUFFER, 1, MOST_CAPACITY);
    this.retention = given.duration(RETENTION, DEFAULT_RETENTION);
    if (retention.toSeconds() < 1) {
      throw invalid(RETENTION, retention, "at least 1 s");
    }
    this.transactional = given.flag(TRANSACTIONAL, false);
  }

  static HazelcastBrokerOptions of(StoreAddress address, ConnectorOptions given) {
    return new HazelcastBrokerOptions(address, given.requireOnly(address, NAMES));
  }

  private static ConnectorOptions connectionOptions(ConnectorOptions given) {
    String timeout = given.asMap().get(TIMEOUT);
    return ConnectorOptions.of(timeout == null ? Map.of() : Map.of(TIMEOUT, timeout))
        .withCredentials(given.credentials());
  }

  /** What connecting to the cluster takes. */
  HazelcastOptions connection() {
    return connection;
  }

  Duration timeout() {
    return connection.timeout();
  }

  int backupCount() {
    return backupCount;
  }

  OptionalInt capacity() {
    return capacity;
  }

  boolean overwrites() {
    return overwrites;
  }

  int buffer() {
    return buffer;
  }

  Duration retention() {
    return retention;
  }

  boolean transactional() {
    return transactional;
  }

  private static boolean overwrites(String overflow) {
    return switch (overflow) {
      case "fail" -> false;
      case "overwrite" -> true;
      default -> throw invalid(OVERFLOW, overflow, "fail or overwrite");
    };
  }

  private static int within(
      ConnectorOptions given, String name, int fallback, int lowest, int highest) {
    int value = given.integer(name, fallback);
    if (value < lowest || value > highest) {
      throw invalid(name, value, lowest + " to " + highest);
    }
    return value;
  }

  private static IllegalArgumentException invalid(String name, Object value, String expected) {
    return new IllegalArgumentException(
        "The option %s is '%s', expected %s.".formatted(name, value, expected));
  }
}
