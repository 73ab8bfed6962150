package dev.proxystore.store.payload;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.serialize.SerializationException;
import org.jspecify.annotations.Nullable;

/**
 * A stored object could not be decompressed or decrypted: its bytes are damaged or foreign. Where
 * it is what this process lacks, a subclass says so. The object stays in its store.
 */
public class PayloadException extends SerializationException {
  private static final long serialVersionUID = 1L;

  PayloadException(StoreAddress store, String reason, @Nullable Throwable cause) {
    super("The store %s cannot be opened. %s".formatted(store, reason), cause);
  }

  PayloadException(StoreAddress store, String id, String reason, @Nullable Throwable cause) {
    super("The object %s in the store %s cannot be read. %s".formatted(id, store, reason), cause);
  }
}
