package dev.proxystore.store;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.connector.StoreAddress;

/** A store was used after it had been closed. */
public class StoreClosedException extends ProxyStoreException {
  private static final long serialVersionUID = 1L;

  StoreClosedException(StoreAddress address) {
    super(
        "The store "
            + address
            + " is closed. Use it before it is closed, or open it again with its address.");
  }
}
