package dev.proxystore.store;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.local.LocalConnector;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Memory of its own that counts, and holds up reads of an object where it is told to. */
final class CountingConnector implements Connector {
  private static final AtomicInteger NAMES = new AtomicInteger();

  final AtomicInteger gets = new AtomicInteger();
  final AtomicInteger batchGets = new AtomicInteger();
  final AtomicInteger closes = new AtomicInteger();
  final Map<String, Duration> timesToLive = new ConcurrentHashMap<>();
  private final Map<String, CountDownLatch> gates = new ConcurrentHashMap<>();
  private final StoreAddress address;
  private final LocalConnector memory;

  CountingConnector() {
    this(StoreAddress.parse("counting:store" + NAMES.incrementAndGet()));
  }

  CountingConnector(StoreAddress address) {
    this.address = address;
    this.memory = LocalConnector.of("of-" + address.name());
  }

  /** Reads of the object have its bytes and wait, until the latch is counted down. */
  CountDownLatch holdUp(String id) {
    return gates.computeIfAbsent(id, key -> new CountDownLatch(1));
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
    timesToLive.put(key.id(), timeToLive);
    memory.put(key, bytes, timeToLive);
  }

  @Override
  public Optional<byte[]> get(Key key) {
    gets.incrementAndGet();
    Optional<byte[]> bytes = memory.get(key);
    waitAtGate(key);
    return bytes;
  }

  private void waitAtGate(Key key) {
    try {
      CountDownLatch gate = gates.get(key.id());
      if (gate != null) {
        gate.await();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public List<Optional<byte[]>> getBatch(List<Key> keys) {
    batchGets.incrementAndGet();
    return keys.stream().map(memory::get).toList();
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
    memory.evict(key);
  }

  @Override
  public void close() {
    closes.incrementAndGet();
    memory.close();
  }
}
