package dev.proxystore.redis;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.BrokerException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * The servers behind a broker, with errors as its users see them. Closing ends the subscribers too.
 */
final class BrokerServers implements AutoCloseable {
  private final StoreAddress address;
  private final RedisBrokerOptions options;
  private final RedisServers servers;
  private final Set<AutoCloseable> subscribers = ConcurrentHashMap.newKeySet();

  BrokerServers(StoreAddress address, RedisBrokerOptions options, RedisServers servers) {
    this.address = address;
    this.options = options;
    this.servers = servers;
  }

  StoreAddress address() {
    return address;
  }

  RedisBrokerOptions options() {
    return options;
  }

  /** Does what may be done twice, since a connection may break off in between. */
  <T extends @Nullable Object> T run(String problem, Function<RedisServers, T> work) {
    try {
      return work.apply(servers);
    } catch (JedisException e) {
      throw failure(problem, e);
    }
  }

  @Nullable Object run(String problem, Script script, List<byte[]> keys, List<byte[]> arguments) {
    return this.<@Nullable Object>run(problem, each -> script.run(each, keys, arguments));
  }

  /** See {@link RedisServers#connectTo}. */
  OwnConnection connectTo(byte[] key) {
    try {
      return servers.connectTo(key);
    } catch (JedisException e) {
      servers.forgetConnections();
      throw e;
    }
  }

  void forgetConnections() {
    servers.forgetConnections();
  }

  BrokerException failure(String problem, JedisException e) {
    return RedisFailures.describeBroker(address, options.connections(), problem, e);
  }

  <T extends AutoCloseable> T closeWithBroker(T subscriber) {
    subscribers.add(subscriber);
    return subscriber;
  }

  void isClosed(AutoCloseable subscriber) {
    subscribers.remove(subscriber);
  }

  @Override
  public void close() {
    for (AutoCloseable each : subscribers) {
      closeQuietly(each);
    }
    servers.close();
  }

  private static void closeQuietly(AutoCloseable subscriber) {
    try {
      subscriber.close();
    } catch (Exception e) {
      throw new IllegalStateException("Subscribers close without an error.", e);
    }
  }
}
