package dev.proxystore.store.lifetime;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Holds nothing, and can do no more than every connector must. */
final class PlainConnector implements Connector {
  @Override
  public StoreAddress address() {
    return StoreAddress.parse("plain:store");
  }

  @Override
  public Map<String, String> options() {
    return Map.of();
  }

  @Override
  public void put(Key key, byte[] bytes, Duration timeToLive) {
    throw new AssertionError("Nothing is to be put here.");
  }

  @Override
  public Optional<byte[]> get(Key key) {
    return Optional.empty();
  }

  @Override
  public Optional<byte[]> take(Key key) {
    return Optional.empty();
  }

  @Override
  public boolean exists(Key key) {
    return false;
  }

  @Override
  public void evict(Key key) {
    // holds nothing
  }

  @Override
  public void close() {
    // holds nothing
  }
}
