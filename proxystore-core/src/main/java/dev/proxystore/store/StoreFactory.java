package dev.proxystore.store;

import static java.util.Objects.requireNonNull;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Factory;
import dev.proxystore.proxy.MissingObjectException;
import dev.proxystore.proxy.ProxyResolveException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The factory of objects in stores: which store, which key, and what becomes of the object when it
 * has been fetched. Resolves through the store that is registered in this process for the address,
 * which is opened if there is none. Equal if the store and the id are.
 *
 * @param consumer under which name resolving releases an object that has several consumers; null if
 *     nobody has said. It does not travel
 * @param timeout how long resolving waits for an object that is set later, in whole milliseconds;
 *     zero for any other
 * @param <T> the type of the object
 */
public record StoreFactory<T>(
    StoreAddress store,
    Key key,
    OnResolve onResolve,
    @Nullable ObjectConsumer consumer,
    Duration timeout)
    implements Factory<T> {

  public StoreFactory {
    requireNonNull(store, "store");
    requireNonNull(key, "key");
    requireNonNull(onResolve, "onResolve");
    requireNonNull(timeout, "timeout");
  }

  /** The factory of an object that is not resolved by one of several consumers. */
  public StoreFactory(StoreAddress store, Key key, OnResolve onResolve) {
    this(store, key, onResolve, null, Duration.ZERO);
  }

  /** The factory of an object that is set later. */
  static <T> StoreFactory<T> ofFuture(
      StoreAddress store, Key key, OnResolve onResolve, Duration timeout) {
    return new StoreFactory<>(store, key, onResolve, null, timeout);
  }

  /** The same object for one of its consumers; resolving releases it under this name. */
  public StoreFactory<T> as(ObjectConsumer name) {
    return new StoreFactory<>(store, key, onResolve, requireNonNull(name, "consumer"), timeout);
  }

  /** The same object, which stays where it is when it is resolved: somebody else removes it. */
  public StoreFactory<T> kept() {
    return new StoreFactory<>(store, key, OnResolve.KEEP, null, timeout);
  }

  /** Whether resolving releases the object for one of several consumers. */
  public boolean isFannedOut() {
    return onResolve == OnResolve.EVICT && key.isFannedOut();
  }

  /**
   * Under which name the object is released.
   *
   * @throws ProxyResolveException if nobody has said
   */
  public ObjectConsumer requireConsumer() {
    if (consumer == null) {
      throw new ProxyResolveException(
          toUri(),
          "it goes when %d consumers have released it, and nobody says which of them this is. Resolve FanOut.as(proxy, \"name\"), give a StreamConsumer a group or releaseAs(\"name\"), or release it in Flink with ProxyStreams."
              .formatted(key.fanOut()),
          null);
    }
    return consumer;
  }

  @Override
  public URI toUri() {
    return ObjectUri.of(this);
  }

  /** Whether the key was made before the object, so that resolving waits for that. */
  @Override
  public boolean waits() {
    return key.isDeferred();
  }

  @Override
  public T resolve() {
    if (waits()) {
      return await(resolveAsync());
    }
    try {
      return fetch(Stores.getOrOpen(store));
    } catch (ProxyStoreException e) {
      throw unresolved(e);
    }
  }

  /**
   * {@inheritDoc} A store that nobody has opened yet is opened by the caller, not in the
   * background; one that is closed meanwhile is not opened again.
   */
  @Override
  public CompletableFuture<T> resolveAsync() {
    try {
      Store open = Stores.getOrOpen(store);
      if (waits()) {
        return open.readLater(this);
      }
      return open.inBackground(() -> fetch(open));
    } catch (ProxyStoreException e) {
      return CompletableFuture.failedFuture(unresolved(e));
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(
          new ProxyResolveException(toUri(), "the executor of the store takes no more work.", e));
    }
  }

  private T await(CompletableFuture<T> arrival) {
    try {
      return arrival.get();
    } catch (InterruptedException e) {
      arrival.cancel(false);
      Thread.currentThread().interrupt();
      throw new ProxyResolveException(this, "interrupted while waiting for the object.", e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
    }
  }

  /** Removes the object, if it is there: for a proxy that nobody will resolve. */
  public void evict() {
    Stores.getOrOpen(store).evict(key);
  }

  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller says what it put
  static <T> T unchecked(Object value) {
    return (T) value;
  }

  private T fetch(Store open) {
    try {
      return unchecked(open.read(this).orElseThrow(this::missing));
    } catch (ProxyStoreException e) {
      throw unresolved(e);
    }
  }

  /** The failure of whoever could not read this object, with its address and the reason. */
  public ProxyResolveException unresolved(ProxyStoreException cause) {
    return cause instanceof ProxyResolveException known
        ? known
        : new ProxyResolveException(toUri(), String.valueOf(cause.getMessage()), cause);
  }

  /** The failure of whoever finds that the store does not have this object. */
  public MissingObjectException missing() {
    return new MissingObjectException(
        toUri(),
        "the store %s has no object %s. It was evicted, its time to live is over, or it was never put."
            .formatted(store, key.id()),
        null);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoreFactory<?> that
        && store.equals(that.store)
        && key.id().equals(that.key.id());
  }

  @Override
  public int hashCode() {
    return 31 * store.hashCode() + key.id().hashCode();
  }
}
