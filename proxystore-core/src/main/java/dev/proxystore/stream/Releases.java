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
  private final Map<StoreAddress, List<Key>> keys = new HashMap<>();

  /** If the object is one that goes when it is resolved. */
  void add(Proxy<?> proxy) {
    if (proxy.factory() instanceof StoreFactory<?> stored
        && stored.onResolve() == OnResolve.EVICT) {
      keys.computeIfAbsent(stored.store(), key -> new ArrayList<>()).add(stored.key());
    }
  }

  /** What fails is tried again by the next call. */
  void evict() {
    for (StoreAddress store : List.copyOf(keys.keySet())) {
      Stores.getOrOpen(store).evictBatch(keys.getOrDefault(store, List.of()));
      keys.remove(store);
    }
  }
}
