package dev.proxystore.store.lifetime;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.Key;
import dev.proxystore.store.Lifetime;
import dev.proxystore.store.Store;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * Objects that go when a block of code ends. They stay if the process dies within it: where that
 * matters, give the store a time to live, or use a {@link LeaseLifetime}.
 *
 * <pre>{@code
 * try (ContextLifetime context = new ContextLifetime()) {
 *   Proxy<String> proxy = store.proxy(text, PutOptions.defaults().withLifetime(context));
 *   use(proxy);
 * }
 * }</pre>
 *
 * <p>Keeps the key of each object in memory. Objects of several stores may share one. A store that
 * was closed before is opened once more to remove its objects. Safe for use by several threads.
 */
public final class ContextLifetime implements Lifetime, AutoCloseable {
  private final HeldObjects objects = new HeldObjects();
  private boolean closed;

  @Override
  public synchronized Optional<Duration> begin(Store store) {
    requireNonNull(store, "store");
    requireOpen();
    return Optional.empty();
  }

  @Override
  public synchronized void add(Store store, Collection<Key> keys) {
    requireNonNull(store, "store");
    requireOpen();
    objects.add(store, keys);
  }

  /** How many objects it will remove, evicted ones included. */
  public synchronized int size() {
    return objects.size();
  }

  public synchronized boolean isClosed() {
    return closed;
  }

  private void requireOpen() {
    if (closed) {
      throw new LifetimeEndedException(
          "The lifetime has ended: its block was left. Give the object one that is still open.");
    }
  }

  /**
   * Removes the objects. Closing again removes what could not be removed before.
   *
   * @throws LifetimeCloseException if some could not be removed; it names them
   */
  @Override
  public synchronized void close() {
    closed = true;
    objects.evict();
  }
}
