package dev.proxystore.store;

import dev.proxystore.connector.DeferrableConnector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts who watches, and how often something was found. */
final class WatchedConnector implements DeferrableConnector {
  private final DeferrableConnector connector;
  private final AtomicInteger watchers = new AtomicInteger();
  private final AtomicInteger watched = new AtomicInteger();
  private final AtomicInteger fetched = new AtomicInteger();

  WatchedConnector(DeferrableConnector connector) {
    this.connector = connector;
  }

  /** How many watch now. */
  int watchers() {
    return watchers.get();
  }

  /** How many ever have. */
  int watched() {
    return watched.get();
  }

  int fetched() {
    return fetched.get();
  }

  @Override
  public StoreAddress address() {
    return connector.address();
  }

  @Override
  public Map<String, String> options() {
    return connector.options();
  }

  @Override
  public boolean set(Key key, byte[] bytes, Duration timeToLive) {
    return connector.set(key, bytes, timeToLive);
  }

  @Override
  public Optional<Watch> watch(Key key, Runnable changed) {
    Optional<Watch> watch = connector.watch(key, changed);
    watchers.incrementAndGet();
    watched.incrementAndGet();
    AtomicBoolean open = new AtomicBoolean(true);
    return watch.map(
        each ->
            () -> {
              each.close();
              if (open.compareAndSet(true, false)) {
                watchers.decrementAndGet();
              }
            });
  }

  @Override
  public void put(Key key, byte[] bytes, Duration timeToLive) {
    connector.put(key, bytes, timeToLive);
  }

  @Override
  public Optional<byte[]> get(Key key) {
    Optional<byte[]> found = connector.get(key);
    found.ifPresent(each -> fetched.incrementAndGet());
    return found;
  }

  @Override
  public Optional<byte[]> take(Key key) {
    return connector.take(key);
  }

  @Override
  public boolean exists(Key key) {
    return connector.exists(key);
  }

  @Override
  public void evict(Key key) {
    connector.evict(key);
  }

  @Override
  public void close() {
    connector.close();
  }
}
