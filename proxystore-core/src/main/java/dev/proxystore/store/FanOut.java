package dev.proxystore.store;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.proxy.Proxy;

/**
 * Objects that several consumers use, each of which releases them: the object goes when all have.
 * Whoever puts one says how many there are; each consumer has a name that stays the same when it
 * starts anew, so that what it repeats counts once.
 *
 * <pre>{@code
 * Proxy<String> proxy = store.proxy(text, PutOptions.defaults().withFanOut(2));
 * FanOut.as(proxy, "index").resolve();    // fetched, and released by the first
 * FanOut.release(proxy, "archive");       // released by the second: gone
 * }</pre>
 *
 * <p>Resolving such a proxy without a name is an error. Proxies that a consumer of a stream is
 * handed have the name of its group; in a Flink job operators release under theirs.
 */
public final class FanOut {
  private FanOut() {}

  /**
   * The proxy for one of the object's consumers: resolving it fetches the object and releases it
   * under this name. The name does not travel with it. Of no effect on other proxies.
   *
   * @param consumer up to 200 letters, digits, dots, hyphens and underscores
   */
  @SuppressWarnings("unchecked") // the same object
  public static <T> Proxy<T> as(Proxy<T> proxy, String consumer) {
    ObjectConsumer name = ObjectConsumer.of(requireNonNull(consumer, "consumer"));
    return proxy.factory() instanceof StoreFactory<?> stored && stored.isFannedOut()
        ? Proxy.of(((StoreFactory<T>) stored).as(name))
        : proxy;
  }

  /**
   * A consumer needs the object no more, and perhaps never looked at it. An object without several
   * consumers goes, unless it stays when it is resolved; one that is gone is no error.
   *
   * @return whether there is no such object in its store now
   * @throws dev.proxystore.connector.ConnectorException if the system cannot be reached
   */
  public static boolean release(Proxy<?> proxy, String consumer) {
    ObjectConsumer name = ObjectConsumer.of(requireNonNull(consumer, "consumer"));
    if (proxy.factory() instanceof StoreFactory<?> stored) {
      return stored.onResolve() == OnResolve.EVICT
          && Stores.getOrOpen(stored.store()).release(stored.key(), name);
    }
    return true;
  }
}
