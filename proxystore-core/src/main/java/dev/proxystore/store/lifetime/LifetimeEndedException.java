package dev.proxystore.store.lifetime;

import dev.proxystore.ProxyStoreException;

/** Objects were to be given a lifetime, or it was to be extended, after it had ended. */
public final class LifetimeEndedException extends ProxyStoreException {
  private static final long serialVersionUID = 1L;

  LifetimeEndedException(String message) {
    super(message);
  }
}
