package dev.proxystore.redis;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.BrokerProvider;
import java.util.Set;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Opens brokers on servers that speak the Redis protocol, under the addresses that {@link
 * RedisConnector} lists, with parameters:
 *
 * <pre>{@code
 * redis://host:6379/events                                       Redis Streams, one partition
 * redis://host:6379/events?broker=stream&partitions=4            Redis Streams, four partitions
 * redis://host:6379/events?broker=stream&retain=100000           the newest 100,000 a partition
 * redis://host:6379/events?broker=list                           a queue
 * redis://host:6379/events?broker=pubsub                         a broadcast
 * }</pre>
 *
 * <p>Streams are replayable; in a group each event goes to one consumer, until it is acknowledged
 * at least once. A list gives each event to one consumer, until it is acknowledged at least once.
 * What is broadcast reaches who listens, at most once. All three drop what a producer publishes
 * again, for seven days after its last event.
 */
public final class RedisBrokerProvider implements BrokerProvider {

  @Override
  public Set<String> schemes() {
    return RedisAddress.schemes();
  }

  @Override
  public Broker open(StoreAddress address, ConnectorOptions given) {
    RedisBrokerAddress parsed = RedisBrokerAddress.parse(address);
    RedisBrokerOptions options = RedisBrokerOptions.read(address, given);
    BrokerServers servers = connect(address, parsed, options, given);
    return switch (parsed.kind()) {
      case STREAM -> new StreamBroker(servers, parsed);
      case LIST -> new ListBroker(servers);
      case PUBSUB -> new PubSubBroker(servers);
    };
  }

  private static BrokerServers connect(
      StoreAddress address,
      RedisBrokerAddress parsed,
      RedisBrokerOptions options,
      ConnectorOptions given) {
    try {
      RedisServers servers =
          RedisClients.connect(parsed.servers(), options.connections(), given.credentials());
      return new BrokerServers(address, options, servers);
    } catch (JedisException e) {
      throw RedisFailures.describeBroker(address, options.connections(), "cannot be opened", e);
    }
  }
}
