package dev.proxystore;

import org.jspecify.annotations.Nullable;

/**
 * The root of every error that ProxyStore reports. Each cause has a subclass of its own; messages
 * are sentences that say what was expected, what was found and what to do. No message ever holds a
 * credential.
 */
public class ProxyStoreException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public ProxyStoreException(String message) {
    super(message);
  }

  public ProxyStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
