package dev.proxystore.hazelcast;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.BrokerProvider;
import java.util.Set;

/**
 * Opens the brokers of Hazelcast, at the addresses of its stores: {@code
 * hazelcast://host:5701,host:5702/events?cluster=grid} is a client, {@code
 * hazelcast:embedded/events} the member in this process. The parameter {@code broker} chooses:
 *
 * <ul>
 *   <li>{@code ringbuffer}, the default: logs, which can be read again. {@code &partitions=4} deals
 *       each topic out to several rings.
 *   <li>{@code queue}: each event goes to one subscriber.
 *   <li>{@code topic}: every subscriber that listens gets all, at most once.
 * </ul>
 *
 * What they leave in the cluster has names that begin with the address's name and a colon, {@code
 * events:frames:0} for the first ring of the topic {@code frames}, or with {@code birth:} before
 * that: names that no store's map can have.
 *
 * <p>{@code HazelcastBrokerOptions} has the options.
 */
public final class HazelcastBrokerProvider implements BrokerProvider {

  @Override
  public Set<String> schemes() {
    return Set.of(HazelcastAddress.SCHEME);
  }

  @Override
  public Broker open(StoreAddress address, ConnectorOptions options) {
    BrokerAddress parsed = BrokerAddress.parse(address);
    BrokerLink link = BrokerLink.open(parsed, HazelcastBrokerOptions.of(address, options));
    try {
      return switch (parsed.kind()) {
        case RINGBUFFER -> new RingbufferBroker(link);
        case QUEUE -> new QueueBroker(link);
        case TOPIC -> new TopicBroker(link);
      };
    } catch (RuntimeException e) {
      link.close();
      throw e;
    }
  }
}
