package dev.proxystore.store.lifetime;

import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ListableConnector;
import dev.proxystore.connector.RenewableConnector;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.local.LocalConnector;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

/** Memory of the process that is out of reach when told so. */
final class SwitchedConnector implements ListableConnector, RenewableConnector {
  private final LocalConnector memory = LocalConnector.of("switched-" + UUID.randomUUID());

  volatile boolean isAway;

  private LocalConnector memory() {
    if (isAway) {
      throw new ConnectorException(memory.address(), "is away.", null);
    }
    return memory;
  }

  @Override
  public StoreAddress address() {
    return memory.address();
  }

  @Override
  public Map<String, String> options() {
    return Map.of();
  }

  @Override
  public void put(Key key, byte[] bytes, Duration timeToLive) {
    memory().put(key, bytes, timeToLive);
  }

  @Override
  public Optional<byte[]> get(Key key) {
    return memory().get(key);
  }

  @Override
  public Optional<byte[]> take(Key key) {
    return memory().take(key);
  }

  @Override
  public boolean exists(Key key) {
    return memory().exists(key);
  }

  @Override
  public void evict(Key key) {
    memory().evict(key);
  }

  @Override
  public Set<Key> renew(Collection<Key> keys, Duration timeToLive) {
    return memory().renew(keys, timeToLive);
  }

  @Override
  public void list(String prefix, Consumer<String> ids) {
    memory().list(prefix, ids);
  }

  @Override
  public void close() {
    memory.close();
  }
}
