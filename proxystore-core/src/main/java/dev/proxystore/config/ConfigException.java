package dev.proxystore.config;

import dev.proxystore.ProxyStoreException;
import org.jspecify.annotations.Nullable;

/** A configuration cannot be read, or says what no store has; names where, and what to write. */
public final class ConfigException extends ProxyStoreException {
  private static final long serialVersionUID = 1L;

  ConfigException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
