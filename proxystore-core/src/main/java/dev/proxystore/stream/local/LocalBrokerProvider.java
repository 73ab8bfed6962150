package dev.proxystore.stream.local;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.BrokerProvider;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Opens brokers in the memory of this process. {@code local:name} is a queue: each event goes to
 * one subscriber, in order, once. {@code local:name?broker=log} is a log, which keeps all events
 * and can be read again; {@code &partitions=4} deals them out to several partitions.
 *
 * <p>All brokers of one address share their topics, which go when the last of these is closed.
 */
public final class LocalBrokerProvider implements BrokerProvider {
  private static final String PARTITIONS = "partitions";
  private static final int MOST_PARTITIONS = 1024;

  @Override
  public Set<String> schemes() {
    return Set.of("local");
  }

  @Override
  public Broker open(StoreAddress address, ConnectorOptions options) {
    options.requireOnly(address, Set.of());
    Map<String, String> parameters = address.parameters();
    Set<String> unknown = new TreeSet<>(parameters.keySet());
    unknown.removeAll(Set.of(Broker.KIND, PARTITIONS));
    if (!unknown.isEmpty()) {
      throw new AddressException(
          "The broker address %s has the parameters %s; it can have broker and partitions."
              .formatted(address, unknown));
    }
    String kind = parameters.getOrDefault(Broker.KIND, "queue");
    return switch (kind) {
      case "queue" -> new LocalQueueBroker(address);
      case "log" -> new LocalLogBroker(address, partitions(address, parameters));
      default ->
          throw new AddressException(
              "The broker address %s says broker=%s, expected queue or log."
                  .formatted(address, kind));
    };
  }

  private static int partitions(StoreAddress address, Map<String, String> parameters) {
    String text = parameters.getOrDefault(PARTITIONS, "1");
    if (!text.matches("\\d{1,4}")
        || Integer.parseInt(text) < 1
        || Integer.parseInt(text) > MOST_PARTITIONS) {
      throw new AddressException(
          "The broker address %s says partitions=%s, expected a number from 1 to %d."
              .formatted(address, text, MOST_PARTITIONS));
    }
    return Integer.parseInt(text);
  }
}
