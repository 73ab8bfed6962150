package dev.proxystore.proxy;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Looks behind transparent stand-ins, which otherwise cannot be told from the objects that they
 * stand in for. Safe for use by several threads.
 */
public final class Proxies {
  private Proxies() {}

  /** The proxy behind a stand-in, or empty for any other object; fetches nothing. */
  @SuppressWarnings("unchecked") // a stand-in for T was made of a proxy of a T
  public static <T> Optional<Proxy<T>> proxyOf(T object) {
    return object instanceof StandIn standIn
        ? Optional.of((Proxy<T>) standIn.proxyStoreTarget().proxy())
        : Optional.empty();
  }

  /**
   * The object behind a stand-in, fetched if it was not yet; any other object is answered as it is.
   *
   * @throws ProxyResolveException if it is missing, unreadable or out of reach
   */
  @SuppressWarnings("unchecked") // checked by the target
  public static <T> T extract(T object) {
    return object instanceof StandIn standIn ? (T) standIn.proxyStoreTarget().get() : object;
  }

  /** Whether using the object fetches nothing: it is no stand-in, or has been resolved. */
  public static boolean isResolved(Object object) {
    return proxyOf(object).map(Proxy::isResolved).orElse(true);
  }

  /**
   * Begins to fetch the object behind a stand-in, in the background.
   *
   * @return completes with what {@link #extract} would answer or throw
   */
  public static <T> CompletableFuture<T> resolveAsync(T object) {
    return proxyOf(object)
        .map(Proxy::resolveAsync)
        .orElseGet(() -> CompletableFuture.completedFuture(object));
  }

  /** Keeps a stand-in from being resolved by accident, until it is unlocked. */
  public static <T> ProxyLocker<T> lock(T standIn) {
    return new ProxyLocker<>(
        proxyOf(standIn)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "Expected a transparent stand-in, found a "
                            + standIn.getClass().getTypeName())),
        standIn);
  }
}
