package dev.proxystore.flink.testutils;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.ListableConnector;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.ReleasableConnector;
import dev.proxystore.connector.StoreAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A client of a {@link TestStore}. */
record TestConnector(StoreAddress address, TestStore server)
    implements ListableConnector, ReleasableConnector {

  @Override
  public Map<String, String> options() {
    return Map.of();
  }

  @Override
  public void put(Key key, byte[] bytes, Duration timeToLive) {
    server.put(key.id(), bytes.clone());
  }

  @Override
  public Optional<byte[]> get(Key key) {
    return server.get(key.id()).map(byte[]::clone);
  }

  @Override
  public Optional<byte[]> take(Key key) {
    Optional<byte[]> bytes = get(key);
    evict(key);
    return bytes;
  }

  @Override
  public boolean exists(Key key) {
    return server.ids().contains(key.id());
  }

  @Override
  public void evict(Key key) {
    server.remove(key.id());
  }

  @Override
  public void evictBatch(Collection<Key> keys) {
    server.removeAll(keys.stream().map(Key::id).toList());
  }

  @Override
  public Set<Key> release(Collection<Key> keys, ObjectConsumer consumer) {
    return keys.stream()
        .filter(key -> server.release(key, consumer))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void list(String prefix, Consumer<String> ids) {
    server.list().stream().filter(id -> id.startsWith(prefix)).forEach(ids);
  }

  @Override
  public void close() {}
}
