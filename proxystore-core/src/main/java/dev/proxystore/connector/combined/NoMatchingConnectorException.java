package dev.proxystore.connector.combined;

import dev.proxystore.ProxyStoreException;

/** None of the connectors of a store takes an object; says why each did not. Nothing was put. */
public final class NoMatchingConnectorException extends ProxyStoreException {
  private static final long serialVersionUID = 1L;

  NoMatchingConnectorException(String message) {
    super(message, null);
  }
}
