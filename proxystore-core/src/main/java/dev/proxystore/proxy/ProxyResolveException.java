package dev.proxystore.proxy;

import dev.proxystore.ProxyStoreException;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** A proxy could not be resolved; says which object in which store, and why. */
public class ProxyResolveException extends ProxyStoreException {
  private static final long serialVersionUID = 1L;

  private final URI uri;

  public ProxyResolveException(URI uri, String reason, @Nullable Throwable cause) {
    this(uri, uri.toString(), reason, cause);
  }

  /** Shows the address as its factory describes it: without the object, where it lies in it. */
  public ProxyResolveException(Factory<?> factory, String reason, @Nullable Throwable cause) {
    this(factory.toUri(), factory.describe(), reason, cause);
  }

  private ProxyResolveException(URI uri, String shown, String reason, @Nullable Throwable cause) {
    super("Cannot resolve " + shown + ": " + reason, cause);
    this.uri = uri;
  }

  /** The address of the object that was not resolved. */
  public URI uri() {
    return uri;
  }
}
