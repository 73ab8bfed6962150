package dev.proxystore.store.executor;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.local.LocalConnector;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Memory of the process that evicts nothing, and takes nothing unless told so. */
final class FailingConnector implements Connector {
  private final LocalConnector memory = LocalConnector.of("failing-" + UUID.randomUUID());
  private volatile boolean refusesPuts = true;

  void refusePuts(boolean refuse) {
    refusesPuts = refuse;
  }

  private ConnectorException away() {
    return new ConnectorException(memory.address(), "is away.", null);
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
    if (refusesPuts) {
      throw away();
    }
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
    throw away();
  }

  @Override
  public void close() {
    memory.close();
  }
}
