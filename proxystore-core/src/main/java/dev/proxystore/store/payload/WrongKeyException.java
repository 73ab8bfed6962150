package dev.proxystore.store.payload;

import dev.proxystore.connector.StoreAddress;
import org.jspecify.annotations.Nullable;

/**
 * The key of the id that an object names does not open it: it is another key, or the bytes were
 * altered, or they are those of another object.
 */
public final class WrongKeyException extends PayloadException {
  private static final long serialVersionUID = 1L;

  WrongKeyException(StoreAddress store, String id, String reason, @Nullable Throwable cause) {
    super(store, id, reason, cause);
  }
}
