package dev.proxystore.store.future;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.connector.StoreAddress;

/** A future was to be completed that had been completed before, here or in another process. */
public class FutureAlreadySetException extends ProxyStoreException {
  private static final long serialVersionUID = 1L;

  private final StoreAddress store;
  private final String id;

  public FutureAlreadySetException(StoreAddress store, String id) {
    super(
        "The future %s of the store %s is completed already, and keeps what it has. Complete each future once, or make another one."
            .formatted(id, store));
    this.store = store;
    this.id = id;
  }

  public StoreAddress store() {
    return store;
  }

  /** The id of the object's key. */
  public String id() {
    return id;
  }
}
