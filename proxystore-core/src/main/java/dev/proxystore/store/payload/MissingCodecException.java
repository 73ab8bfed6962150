package dev.proxystore.store.payload;

import dev.proxystore.connector.StoreAddress;
import org.jspecify.annotations.Nullable;

/** This process does not know the codec of an object, or its library is not on the class path. */
public final class MissingCodecException extends PayloadException {
  private static final long serialVersionUID = 1L;

  MissingCodecException(StoreAddress store, String reason, @Nullable Throwable cause) {
    super(store, reason, cause);
  }

  MissingCodecException(StoreAddress store, String id, String reason, @Nullable Throwable cause) {
    super(store, id, reason, cause);
  }
}
