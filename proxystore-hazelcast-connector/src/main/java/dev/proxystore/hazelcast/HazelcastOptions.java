package dev.proxystore.hazelcast;

import dev.proxystore.connector.ConnectorOption;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The names of this connector's options, each with its default. They are settings of one process
 * and do not travel; processes that share a store may differ in all of them.
 */
public final class HazelcastOptions {
  /**
   * How long to wait for a connection, for an answer, and for a sign of life from a member; 5 s by
   * default. A request may take twice as long, if a member falls silent meanwhile. Single requests
   * through an instance that the application started take as long as that instance allows.
   */
  public static final String TIMEOUT = "timeout";

  /**
   * How many copies of each object other members keep, 0 to 6. Without it the cluster's own
   * configuration of the map decides, which says 1 unless it was changed. With it a configuration
   * for the map is added to the cluster; if there is one already, that one stays, with a warning in
   * the log.
   */
  public static final String BACKUP_COUNT = "backup-count";

  /**
   * Above which size an object is split, and how large the parts are: 1 to 16 MiB, 1 MiB by
   * default. Smaller parts were measured to be slower, larger ones block a partition for longer.
   */
  public static final String CHUNK_SIZE = "chunk-size";

  /**
   * How many requests for parts of large objects and of batches run at the same time, 1 to 64, each
   * on a thread of its own; 8 by default.
   */
  public static final String IN_FLIGHT = "in-flight";

  /**
   * Where the objects go that this process puts under new ids: {@code any} member, which is the
   * default, or the {@code local} one, which only an embedded member can ask for. Hazelcast moves
   * objects when members come and go; they are found wherever they are.
   */
  public static final String PLACEMENT = "placement";

  /** The timeout, unless told otherwise. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

  /** The chunk size, unless told otherwise. */
  public static final int DEFAULT_CHUNK_SIZE = 1 << 20;

  /** The number of requests at the same time, unless told otherwise. */
  public static final int DEFAULT_IN_FLIGHT = 8;

  static final int SMALLEST_CHUNK_SIZE = 1 << 20;
  static final int LARGEST_CHUNK_SIZE = 16 << 20;

  private static final int MOST_IN_FLIGHT = 64;
  private static final int MOST_BACKUPS = 6;
  private static final Set<String> NAMES =
      Set.of(TIMEOUT, BACKUP_COUNT, CHUNK_SIZE, IN_FLIGHT, PLACEMENT);

  private final ConnectorOptions given;
  private final Duration timeout;
  private final OptionalInt backupCount;
  private final int chunkSize;
  private final int inFlight;
  private final boolean placedLocally;

  private HazelcastOptions(ConnectorOptions given) {
    this.given = given;
    this.timeout = given.duration(TIMEOUT, DEFAULT_TIMEOUT);
    if (timeout.compareTo(Duration.ofMillis(1)) < 0) {
      throw invalid(TIMEOUT, timeout, "at least 1 ms");
    }
    this.backupCount =
        given.asMap().containsKey(BACKUP_COUNT)
            ? OptionalInt.of(within(BACKUP_COUNT, given.integer(BACKUP_COUNT, 0), 0, MOST_BACKUPS))
            : OptionalInt.empty();
    this.chunkSize =
        within(
            CHUNK_SIZE,
            given.size(CHUNK_SIZE, DEFAULT_CHUNK_SIZE),
            SMALLEST_CHUNK_SIZE,
            LARGEST_CHUNK_SIZE);
    this.inFlight =
        within(IN_FLIGHT, given.integer(IN_FLIGHT, DEFAULT_IN_FLIGHT), 1, MOST_IN_FLIGHT);
    this.placedLocally = isLocal(given.text(PLACEMENT, "any"));
  }

  /** What they are, for a reference. */
  static List<ConnectorOption> described() {
    return List.of(
        new ConnectorOption(
            TIMEOUT,
            "duration",
            DEFAULT_TIMEOUT.toSeconds() + "s",
            "How long to wait for a connection, an answer, and a sign of life from a member."),
        new ConnectorOption(
            BACKUP_COUNT,
            "whole number",
            "the cluster's",
            "How many copies of each object other members keep, 0 to 6."),
        new ConnectorOption(
            CHUNK_SIZE,
            "size",
            (DEFAULT_CHUNK_SIZE >> 20) + "mb",
            "Above which size an object is split, 1mb to 16mb."),
        new ConnectorOption(
            IN_FLIGHT,
            "whole number",
            String.valueOf(DEFAULT_IN_FLIGHT),
            "How many requests for parts of objects and of batches run at the same time, 1 to 64."),
        new ConnectorOption(
            PLACEMENT,
            "any or local",
            "any",
            "Where objects go that are put under new ids: local asks for an embedded member."));
  }

  static HazelcastOptions of(StoreAddress address, ConnectorOptions given) {
    return new HazelcastOptions(given.requireOnly(address, NAMES));
  }

  static HazelcastOptions defaults() {
    return new HazelcastOptions(ConnectorOptions.defaults());
  }

  Duration timeout() {
    return timeout;
  }

  OptionalInt backupCount() {
    return backupCount;
  }

  int chunkSize() {
    return chunkSize;
  }

  int inFlight() {
    return inFlight;
  }

  boolean placedLocally() {
    return placedLocally;
  }

  /** Names and values as they were given, and where secrets come from. */
  ConnectorOptions given() {
    return given;
  }

  Map<String, String> asMap() {
    return given.asMap();
  }

  private static boolean isLocal(String placement) {
    return switch (placement.toLowerCase(Locale.ROOT)) {
      case "local" -> true;
      case "any" -> false;
      default -> throw invalid(PLACEMENT, placement, "any or local");
    };
  }

  private static int within(String name, long value, int lowest, int highest) {
    if (value < lowest || value > highest) {
      throw invalid(name, value, lowest + " to " + highest);
    }
    return (int) value;
  }

  private static IllegalArgumentException invalid(String name, Object value, String expected) {
    return new IllegalArgumentException(
        "The option %s is '%s', expected %s.".formatted(name, value, expected));
  }

  @Override
  public String toString() {
    return given.toString();
  }
}
