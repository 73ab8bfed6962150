package dev.proxystore.stream.event;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.connector.StoreAddress;
import org.jspecify.annotations.Nullable;

/**
 * A broker could not be reached, refused a request, or broke off. What was asked for may be asked
 * for again.
 */
public class BrokerException extends ProxyStoreException {
  private static final long serialVersionUID = 1L;

  private final StoreAddress address;

  /**
   * An error of the broker behind an address.
   *
   * @param problem a sentence without its subject: "does not answer within 5 s."
   */
  public BrokerException(StoreAddress address, String problem, @Nullable Throwable cause) {
    super("The broker " + address + " " + problem, cause);
    this.address = address;
  }

  /** The address of the broker. */
  public StoreAddress address() {
    return address;
  }
}
