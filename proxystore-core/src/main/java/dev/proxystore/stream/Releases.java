package dev.proxystore.stream;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.store.Stores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Objects that nobody needs any more: gathered, then evicted together. Used by one thread. */
final class Releases {
  private static final int MANY_OBJECTS = 64;
  private static final long MANY_BYTES = 16L << 20;

  private final Map<StoreAddress, List<Key>> keys = new HashMap<>();
  private int objects;
  private long bytes;

  /** Nobody will resolve it: what would go when it is resolved goes now. */
  static void discard(Proxy<?> proxy) {
    Releases one = new Releases();
    one.add(proxy);
    one.evict();
  }

  /** If the object is one that goes when it is resolved. */
  void add(Proxy<?> proxy) {
    if (proxy.factory() instanceof StoreFactory<?> stored
        && stored.onResolve() == OnResolve.EVICT) {
      keys.computeIfAbsent(stored.store(), key -> new ArrayList<>()).add(stored.key());
      objects++;
      bytes += stored.key().length();
    }
  }

  boolean isEmpty() {
    return keys.isEmpty();
  }

  /** Evicts them if they are worth a round trip of their own. */
  void evictIfMany() {
    if (objects >= MANY_OBJECTS || bytes >= MANY_BYTES) {
      evict();
    }
  }

  /** What fails is tried again by the next call. */
  void evict() {
    for (StoreAddress store : List.copyOf(keys.keySet())) {
      Stores.getOrOpen(store).evictBatch(keys.getOrDefault(store, List.of()));
      keys.remove(store);
    }
    objects = 0;
    bytes = 0;
  }
}
