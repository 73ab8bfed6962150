package dev.proxystore.connector;

import java.util.List;
import java.util.Set;

/**
 * Opens the connectors of some URI schemes. Listed under {@code
 * META-INF/services/dev.proxystore.connector.ConnectorProvider}; has a public constructor without
 * arguments.
 */
public interface ConnectorProvider {

  /** The schemes that this provider opens, in lower case. */
  Set<String> schemes();

  /** The options that connectors of this provider take, for a reference and for errors. */
  default List<ConnectorOption> options() {
    return List.of();
  }

  /**
   * Opens a connector. Called for each store of a process once, so connections may be made here.
   *
   * @throws AddressException if the address is not one of this system's
   * @throws ConnectorException if the system cannot be reached or refuses the credentials
   */
  Connector open(StoreAddress address, ConnectorOptions options);
}
