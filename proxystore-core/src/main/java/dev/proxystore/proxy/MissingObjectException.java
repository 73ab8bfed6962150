package dev.proxystore.proxy;

import java.net.URI;
import org.jspecify.annotations.Nullable;

/** The store of a proxy answered, and does not have its object. */
public final class MissingObjectException extends ProxyResolveException {
  private static final long serialVersionUID = 1L;

  public MissingObjectException(URI uri, String reason, @Nullable Throwable cause) {
    super(uri, reason, cause);
  }
}
