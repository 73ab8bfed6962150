package dev.proxystore.connector;

import dev.proxystore.ProxyStoreException;

/** A store's address is not well formed, holds a secret, or is one that no connector opens. */
public class AddressException extends ProxyStoreException {
  private static final long serialVersionUID = 1L;

  public AddressException(String message) {
    super(message);
  }
}
