package dev.proxystore.redis;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the address of a broker says.
 *
 * @param servers the same without parameters
 * @param kind which of the means of Redis carries the events
 * @param partitions how many streams a topic has
 * @param retain how many events a stream keeps at least, or {@link #ALL}
 */
record RedisBrokerAddress(StoreAddress servers, Kind kind, int partitions, long retain) {
  /** Stands for streams that keep their events until they are trimmed. */
  static final long ALL = 0;

  private static final String PARTITIONS = "partitions";
  private static final String RETAIN = "retain";
  private static final int MOST_PARTITIONS = 1024;
  private static final long MOST_RETAINED = 999_999_999_999L;

  /** The means of Redis, as addresses name them. */
  enum Kind {
    STREAM,
    LIST,
    PUBSUB;

    private Set<String> parameters() {
      return this == STREAM ? Set.of(Broker.KIND, PARTITIONS, RETAIN) : Set.of(Broker.KIND);
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * Reads the address of a broker.
   *
   * @throws AddressException if a parameter is not known, or its value is not one
   */
  static RedisBrokerAddress parse(StoreAddress address) {
    StoreAddress servers = StoreAddress.parse(address.base());
    RedisAddress.parse(servers);
    Map<String, String> parameters = address.parameters();
    Kind kind = kind(address, parameters.getOrDefault(Broker.KIND, "stream"));
    Set<String> unknown = new TreeSet<>(parameters.keySet());
    unknown.removeAll(kind.parameters());
    if (!unknown.isEmpty()) {
      throw new AddressException(
          "The broker address %s has the parameters %s; with broker=%s it can have %s."
              .formatted(address, unknown, kind, new TreeSet<>(kind.parameters())));
    }
    int partitions = (int) number(address, parameters, PARTITIONS, 1, MOST_PARTITIONS);
    return new RedisBrokerAddress(
        servers, kind, partitions, number(address, parameters, RETAIN, ALL, MOST_RETAINED));
  }

  private static Kind kind(StoreAddress address, String text) {
    for (Kind each : Kind.values()) {
      if (each.toString().equals(text)) {
        return each;
      }
    }
    throw new AddressException(
        "The broker address %s says broker=%s, expected stream, list or pubsub."
            .formatted(address, text));
  }

  private static long number(
      StoreAddress address, Map<String, String> parameters, String name, long absent, long most) {
    String text = parameters.get(name);
    if (text == null) {
      return absent;
    }
    if (!text.matches("[1-9]\\d{0,11}") || Long.parseLong(text) > most) {
      throw new AddressException(
          "The broker address %s says %s=%s, expected a number from 1 to %d."
              .formatted(address, name, text, most));
    }
    return Long.parseLong(text);
  }
}
