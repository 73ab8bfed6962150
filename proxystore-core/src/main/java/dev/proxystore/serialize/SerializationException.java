package dev.proxystore.serialize;

import dev.proxystore.ProxyStoreException;
import org.jspecify.annotations.Nullable;

/** An object could not be turned into bytes, or stored bytes are not what their key says. */
public class SerializationException extends ProxyStoreException {
  private static final long serialVersionUID = 1L;

  public SerializationException(String message) {
    super(message);
  }

  public SerializationException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
