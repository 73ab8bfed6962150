package dev.proxystore.store.future;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.ProxyResolveException;
import java.net.URI;
import java.time.Duration;

/** A future was not completed for as long as who resolves it waits. */
public class FutureTimeoutException extends ProxyResolveException {
  private static final long serialVersionUID = 1L;

  private final StoreAddress store;
  private final String id;
  private final Duration waited;

  public FutureTimeoutException(URI uri, StoreAddress store, String id, Duration waited) {
    super(
        uri,
        "the future %s of the store %s was not completed within %s. Is who completes it alive? Resolve it again to wait on, or give it longer with FutureOptions.withTimeout."
            .formatted(id, store, text(waited)),
        null);
    this.store = store;
    this.id = id;
    this.waited = waited;
  }

  private static String text(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + " s"
        : duration.toMillis() + " ms";
  }

  public StoreAddress store() {
    return store;
  }

  /** The id of the object's key. */
  public String id() {
    return id;
  }

  public Duration waited() {
    return waited;
  }
}
