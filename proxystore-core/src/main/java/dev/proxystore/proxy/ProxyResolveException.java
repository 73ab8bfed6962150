package dev.proxystore.proxy;

import dev.proxystore.ProxyStoreException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A proxy could not be resolved; says which object in which store, and why. */
public class ProxyResolveException extends ProxyStoreException {
  private static final long serialVersionUID = 1L;

  private final URI uri;

  /** More characters of an address are not shown: it may hold the object itself. */
  private static final int MOST_SHOWN = 2000;

  public ProxyResolveException(URI uri, String reason, @Nullable Throwable cause) {
    super("Cannot resolve " + shown(uri) + ": " + reason, cause);
    this.uri = uri;
  }

  private static String shown(URI uri) {
    String text = uri.toString();
    return text.length() <= MOST_SHOWN ? text : text.substring(0, MOST_SHOWN) + "…";
  }

  /** The address of the object that was not resolved. */
  public URI uri() {
    return uri;
  }
}
