package dev.proxystore.connector;

import dev.proxystore.ProxyStoreException;
import org.jspecify.annotations.Nullable;

/** A storage system could not be reached, refused a request, or broke off. */
public class ConnectorException extends ProxyStoreException {
  private static final long serialVersionUID = 1L;

  private final StoreAddress address;

  /**
   * An error of the system behind an address.
   *
   * @param problem a sentence without its subject: "does not answer within 5 s."
   */
  public ConnectorException(StoreAddress address, String problem, @Nullable Throwable cause) {
    super("The store " + address + " " + problem, cause);
    this.address = address;
  }

  /** The address of the store. */
  public StoreAddress address() {
    return address;
  }
}
