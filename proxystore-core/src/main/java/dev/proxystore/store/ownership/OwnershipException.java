package dev.proxystore.store.ownership;

import dev.proxystore.ProxyStoreException;

/** A rule of ownership was broken; says which, for which object, and what to do. */
public class OwnershipException extends ProxyStoreException {
  private static final long serialVersionUID = 1L;

  OwnershipException(String message) {
    super(message);
  }
}
