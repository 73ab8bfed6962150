package dev.proxystore.stream.event;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import java.util.Set;

/**
 * Opens the brokers of some URI schemes. Listed under {@code
 * META-INF/services/dev.proxystore.stream.event.BrokerProvider}; has a public constructor without
 * arguments.
 */
public interface BrokerProvider {

  /** The schemes that this provider opens, in lower case. */
  Set<String> schemes();

  /**
   * Opens a broker.
   *
   * @throws dev.proxystore.connector.AddressException if the address is not one of this system's
   * @throws BrokerException if the system cannot be reached or refuses the credentials
   */
  Broker open(StoreAddress address, ConnectorOptions options);
}
