package dev.proxystore.store.payload;

import dev.proxystore.connector.StoreAddress;
import org.jspecify.annotations.Nullable;

/** This process has no keys of a store, or not the one that an object was encrypted with. */
public final class MissingKeyException extends PayloadException {
  private static final long serialVersionUID = 1L;

  MissingKeyException(StoreAddress store, String reason, @Nullable Throwable cause) {
    super(store, reason, cause);
  }

  MissingKeyException(StoreAddress store, String id, String reason, @Nullable Throwable cause) {
    super(store, id, reason, cause);
  }
}
