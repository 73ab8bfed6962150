package dev.proxystore.proxy;

import java.net.URI;
import java.util.concurrent.CompletableFuture;

/**
 * How a proxy gets its object, and the address that says so. A factory is what travels; the object
 * never does. Implementations are immutable, safe for use by several threads, and equal exactly
 * when they address the same object.
 *
 * @param <T> the type of the object
 */
public interface Factory<T> {

  /** Where the object lies and how to read it, without credentials. */
  URI toUri();

  /**
   * Fetches the object. Every call fetches anew; {@link Proxy} calls it once an instance.
   *
   * @throws ProxyResolveException if the object is missing, unreadable or out of reach
   */
  T resolve();

  /** Fetches the object in the background; fails with what {@link #resolve()} would throw. */
  CompletableFuture<T> resolveAsync();

  /**
   * Whether fetching may have to wait until somebody makes the object. Then cancelling what {@link
   * #resolveAsync()} gave ends the wait.
   */
  default boolean waits() {
    return false;
  }

  /** The address for people and logs: without the object, where the address holds it. */
  default String describe() {
    return toUri().toString();
  }
}
