package dev.proxystore.store.future;

import dev.proxystore.proxy.ProxyResolveException;
import java.net.URI;

/** A future was completed with a failure; says which, in the words of who completed it. */
public class FutureFailedException extends ProxyResolveException {
  private static final long serialVersionUID = 1L;

  private final String failureClass;
  private final String failureMessage;

  public FutureFailedException(URI uri, String failureClass, String failureMessage) {
    super(
        uri,
        "its future was completed with a failure, %s%s. Look for it where the object was to be made."
            .formatted(failureClass, failureMessage.isEmpty() ? "" : ": " + failureMessage),
        null);
    this.failureClass = failureClass;
    this.failureMessage = failureMessage;
  }

  /** The name of the class of the failure, which need not exist here. */
  public String failureClass() {
    return failureClass;
  }

  /** The message of the failure; empty if it had none. */
  public String failureMessage() {
    return failureMessage;
  }
}
