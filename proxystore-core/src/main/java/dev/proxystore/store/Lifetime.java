package dev.proxystore.store;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Until when objects stay that belong together: until a block of code ends, for as long as somebody
 * keeps extending a lease, or until the process ends. Objects are given one when they are put, with
 * {@link PutOptions#withLifetime}, or are added later. Evicting such an object earlier is no error.
 *
 * <p>The kinds are in {@code dev.proxystore.store.lifetime}. Safe for use by several threads.
 */
public interface Lifetime {

  /**
   * Objects are about to be put that are then added.
   *
   * @return how long they stay if nothing more happens; empty for what their store says
   * @throws dev.proxystore.ProxyStoreException if this lifetime has ended
   * @throws UnsupportedOperationException if the store cannot do what it takes
   */
  Optional<Duration> begin(Store store);

  /**
   * Gives this lifetime to objects of a store. Adding them twice is the same as once; of an object
   * with several lifetimes, the first to end removes it.
   *
   * @throws dev.proxystore.ProxyStoreException if this lifetime has ended
   * @throws UnsupportedOperationException if the store cannot do what it takes
   */
  void add(Store store, Collection<Key> keys);

  /** Gives this lifetime to an object of a store. */
  default void add(Store store, Key key) {
    add(store, List.of(key));
  }

  /**
   * Gives this lifetime to the object of a proxy, through the store that it resolves through.
   *
   * @throws IllegalArgumentException if it is not in a store, or goes when it is resolved
   */
  default void add(Proxy<?> proxy) {
    if (!(requireNonNull(proxy, "proxy").factory() instanceof StoreFactory<?> stored)) {
      throw new IllegalArgumentException(
          "A lifetime is for objects in stores; %s is in none.".formatted(proxy));
    }
    if (stored.onResolve() == OnResolve.EVICT) {
      throw new IllegalArgumentException(
          "The object of %s goes when it is resolved: a lifetime is for objects that are kept. Put it with OnResolve.KEEP."
              .formatted(proxy));
    }
    add(Stores.getOrOpen(stored.store()), stored.key());
  }
}
