package dev.proxystore.stream;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Keeps objects in memory, breaks off in the middle of a batch, and remembers who asked for what.
 */
final class FailingConnector implements Connector {
  private final StoreAddress address = StoreAddress.parse("failing:" + UUID.randomUUID());
  private final Map<String, byte[]> objects = new ConcurrentHashMap<>();

  /** After how many objects a put fails. */
  volatile int failsAfter = Integer.MAX_VALUE;

  /** Whether puts and evictions fail. */
  volatile boolean isAway;

  /** How many keys each batch that was read or evicted had. */
  final List<Integer> reads = new CopyOnWriteArrayList<>();

  Set<String> ids() {
    return objects.keySet();
  }

  @Override
  public StoreAddress address() {
    return address;
  }

  @Override
  public Map<String, String> options() {
    return Map.of();
  }

  @Override
  public void put(Key key, byte[] bytes, Duration timeToLive) {
    requireThere();
    if (objects.size() >= failsAfter) {
      throw new ConnectorException(address, "has broken off.", null);
    }
    objects.put(key.id(), bytes.clone());
  }

  @Override
  public Optional<byte[]> get(Key key) {
    return Optional.ofNullable(objects.get(key.id())).map(byte[]::clone);
  }

  @Override
  public List<Optional<byte[]>> getBatch(List<Key> keys) {
    reads.add(keys.size());
    return keys.stream().map(this::get).toList();
  }

  @Override
  public Optional<byte[]> take(Key key) {
    return Optional.ofNullable(objects.remove(key.id()));
  }

  @Override
  public boolean exists(Key key) {
    return objects.containsKey(key.id());
  }

  @Override
  public void evict(Key key) {
    requireThere();
    objects.remove(key.id());
  }

  private void requireThere() {
    if (isAway) {
      throw new ConnectorException(address, "is away.", null);
    }
  }

  @Override
  public void close() {
    // the objects are kept for who looks afterwards
  }
}
