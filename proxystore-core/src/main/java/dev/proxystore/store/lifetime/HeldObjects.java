package dev.proxystore.store.lifetime;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.store.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The objects of one lifetime, by store. Guarded by its owner. */
final class HeldObjects {
  private final Map<StoreAddress, InStore> stores = new LinkedHashMap<>();

  void add(Store store, Collection<Key> keys) {
    stores.computeIfAbsent(store.address(), address -> new InStore(store)).add(store, keys);
  }

  int size() {
    return stores.values().stream().mapToInt(each -> each.keys.size()).sum();
  }

  /** Forgets what is gone already. */
  void renew(Duration timeToLive) {
    for (InStore each : stores.values()) {
      each.keys.retainAll(each.store.renew(List.copyOf(each.keys), timeToLive));
    }
  }

  /**
   * Removes all, and keeps what cannot be removed.
   *
   * @throws LifetimeCloseException if there is such
   */
  void evict() {
    List<Proxy<?>> left = new ArrayList<>();
    RuntimeException failure = null;
    for (InStore each : stores.values()) {
      try {
        each.evict();
      } catch (RuntimeException e) {
        left.addAll(each.proxies());
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw new LifetimeCloseException(left, failure);
    }
  }

  private static final class InStore {
    private static final int BATCH = 1000;

    private Store store;
    private final Set<Key> keys = new LinkedHashSet<>();

    InStore(Store store) {
      this.store = store;
    }

    void add(Store current, Collection<Key> more) {
      store = store.isClosed() ? current : store;
      keys.addAll(more);
    }

    void evict() {
      if (keys.isEmpty()) {
        return;
      }
      if (!store.isClosed()) {
        evictFrom(store);
        return;
      }
      try {
        evictFrom(Stores.share(store.config(), this));
      } finally {
        Stores.leave(this);
      }
    }

    private void evictFrom(Store open) {
      while (!keys.isEmpty()) {
        List<Key> batch = keys.stream().limit(BATCH).toList();
        open.evictBatch(batch);
        batch.forEach(keys::remove);
      }
    }

    List<Proxy<Object>> proxies() {
      return keys.stream().map(store::proxyFromKey).toList();
    }
  }
}
