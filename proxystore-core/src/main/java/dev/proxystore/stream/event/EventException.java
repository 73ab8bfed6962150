package dev.proxystore.stream.event;

import dev.proxystore.ProxyStoreException;
import org.jspecify.annotations.Nullable;

/** Bytes are no event, a corrupt one, or one of a version that this release does not know. */
public final class EventException extends ProxyStoreException {
  private static final long serialVersionUID = 1L;

  public EventException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
