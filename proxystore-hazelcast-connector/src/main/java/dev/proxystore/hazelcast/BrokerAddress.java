package dev.proxystore.hazelcast;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Topics;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What the address of a broker says: {@code
 * hazelcast://host:5701/events?broker=ringbuffer&partitions=4}.
 *
 * @param given the address as it was given
 * @param cluster the way to the cluster: the address of a store of the same name
 * @param partitions how many parts a topic has; 1 but for rings
 */
record BrokerAddress(StoreAddress given, HazelcastAddress cluster, Kind kind, int partitions) {
  /** The means of Hazelcast that can carry events, as addresses name them. */
  enum Kind {
    RINGBUFFER,
    QUEUE,
    TOPIC;

    String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private static final String PARTITIONS = "partitions";
  private static final int MOST_PARTITIONS = 1024;
  private static final Set<String> OWN = Set.of(Broker.KIND, PARTITIONS);
  private static final Set<String> KNOWN =
      Set.of(Broker.KIND, PARTITIONS, "cluster", "instance", "members");

  static BrokerAddress parse(StoreAddress given) {
    TreeMap<String, String> parameters = new TreeMap<>(given.parameters());
    TreeSet<String> unknown = new TreeSet<>(parameters.keySet());
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      throw invalid(
          given, "has the parameters %s".formatted(unknown), "some of " + new TreeSet<>(KNOWN));
    }
    Kind kind = kind(given, parameters.getOrDefault(Broker.KIND, Kind.RINGBUFFER.text()));
    int partitions = partitions(given, parameters.getOrDefault(PARTITIONS, "1"));
    if (kind != Kind.RINGBUFFER && parameters.containsKey(PARTITIONS)) {
      throw invalid(
          given, "gives partitions to a " + kind.text(), "them with broker=ringbuffer only");
    }
    return new BrokerAddress(
        given, HazelcastAddress.parse(withoutOwn(given, parameters)), kind, partitions);
  }

  private static Kind kind(StoreAddress given, String text) {
    for (Kind each : Kind.values()) {
      if (each.text().equals(text)) {
        return each;
      }
    }
    throw invalid(given, "says broker=" + text, "ringbuffer, queue or topic");
  }

  private static int partitions(StoreAddress given, String text) {
    int count = text.matches("\\d{1,4}") ? Integer.parseInt(text) : 0;
    if (count < 1 || count > MOST_PARTITIONS) {
      throw invalid(given, "says partitions=" + text, "a number from 1 to " + MOST_PARTITIONS);
    }
    return count;
  }

  private static StoreAddress withoutOwn(StoreAddress given, Map<String, String> parameters) {
    String rest =
        parameters.entrySet().stream()
            .filter(each -> !OWN.contains(each.getKey()))
            .map(each -> each.getKey() + "=" + each.getValue())
            .collect(Collectors.joining("&"));
    return StoreAddress.parse(rest.isEmpty() ? given.base() : given.base() + "?" + rest);
  }

  private static AddressException invalid(StoreAddress given, String found, String expected) {
    return new AddressException(
        "The broker address %s %s, expected %s.".formatted(given, found, expected));
  }

  /**
   * The name of something of a topic in the cluster. Colons are in the names of neither stores nor
   * topics, so that no two of these are the same, nor that of a store's map.
   */
  String structure(String topic) {
    return own(Topics.requireName(topic));
  }

  /** The name of something of this broker in the cluster; with an asterisk, of everything. */
  String own(String what) {
    return given.name() + ":" + what;
  }
}
