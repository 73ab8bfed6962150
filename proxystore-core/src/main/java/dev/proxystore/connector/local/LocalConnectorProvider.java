package dev.proxystore.connector.local;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.ConnectorProvider;
import dev.proxystore.connector.StoreAddress;
import java.util.Set;

/** Opens {@code local:name}. */
public final class LocalConnectorProvider implements ConnectorProvider {

  @Override
  public Set<String> schemes() {
    return Set.of("local");
  }

  @Override
  public Connector open(StoreAddress address, ConnectorOptions options) {
    options.requireOnly(address, Set.of());
    return new LocalConnector(address);
  }
}
