package dev.proxystore.stream;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.local.LocalConnector;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Memory that refuses what is put and what is evicted while it is away. */
final class UnreliableConnector implements Connector {
  volatile boolean isAway;
  private final LocalConnector memory = LocalConnector.of("unreliable-" + UUID.randomUUID());

  @Override
  public StoreAddress address() {
    return memory.address();
  }

  @Override
  public Map<String, String> options() {
    return memory.options();
  }

  @Override
  public void put(Key key, byte[] bytes, Duration timeToLive) {
    requireThere();
    memory.put(key, bytes, timeToLive);
  }

  @Override
  public Optional<byte[]> get(Key key) {
    return memory.get(key);
  }

  @Override
  public Optional<byte[]> take(Key key) {
    return memory.take(key);
  }

  @Override
  public boolean exists(Key key) {
    return memory.exists(key);
  }

  @Override
  public void evict(Key key) {
    requireThere();
    memory.evict(key);
  }

  private void requireThere() {
    if (isAway) {
      throw new ConnectorException(address(), "is away.", null);
    }
  }

  @Override
  public void close() {
    memory.close();
  }
}
