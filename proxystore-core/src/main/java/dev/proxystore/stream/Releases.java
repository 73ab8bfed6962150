package dev.proxystore.stream;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.store.Stores;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Objects that nobody needs any more: gathered, then evicted together. Used by one thread. */
final class Releases {
  private static final int MANY_OBJECTS = 64;
  private static final long MANY_BYTES = 16L << 20;

  private final Map<Target, List<Key>> keys = new HashMap<>();
  private int objects;
  private long bytes;

  /**
   * Where objects lie, and for which of their consumers they are released.
   *
   * @param consumer null for objects that go
   */
  private record Target(StoreAddress store, @Nullable ObjectConsumer consumer) {

    /** Written out: see {@link dev.proxystore.serialize.Descriptor#equals}. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Target that
          && store.equals(that.store)
          && Objects.equals(consumer, that.consumer);
    }

    @Override
    public int hashCode() {
      return Objects.hash(store, consumer);
    }

    void release(List<Key> keys) {
      Store open = Stores.getOrOpen(store);
      if (consumer == null) {
        open.evictBatch(keys);
      } else {
        var unused = open.releaseBatch(keys, consumer);
      }
    }
  }

  /** Nobody will resolve it: what would go when it is resolved goes now. */
  static void discard(Proxy<?> proxy) {
    Releases one = new Releases();
    one.add(proxy);
    one.evict();
  }

  /** If the object is one that goes when it is resolved; for this consumer if it has several. */
  void add(Proxy<?> proxy) {
    if (proxy.factory() instanceof StoreFactory<?> stored) {
      add(stored, stored.isFannedOut() ? stored.requireConsumer() : null);
    }
  }

  /**
   * The same; but what was put here goes whoever its consumers are, which have never heard of it.
   * What was passed on may have others: it goes for this consumer, if that is known.
   */
  void addUnsent(Outgoing<?> item) {
    if (item.proxy() != null && item.proxy().factory() instanceof StoreFactory<?> stored) {
      boolean hasOthers = item.id() == null && stored.isFannedOut();
      if (!hasOthers || stored.consumer() != null) {
        add(stored, hasOthers ? stored.consumer() : null);
      }
    }
  }

  private void add(StoreFactory<?> stored, @Nullable ObjectConsumer consumer) {
    if (stored.onResolve() == OnResolve.EVICT) {
      keys.computeIfAbsent(new Target(stored.store(), consumer), key -> new ArrayList<>())
          .add(stored.key());
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
    for (Target target : List.copyOf(keys.keySet())) {
      target.release(keys.getOrDefault(target, List.of()));
      keys.remove(target);
    }
    objects = 0;
    bytes = 0;
  }
}
