package dev.proxystore.connector.combined;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.ConnectorProvider;
import dev.proxystore.connector.StoreAddress;
import java.util.Set;

/** Opens {@code tiered:name?fast=ADDRESS&large=ADDRESS}. */
public final class TieredConnectorProvider implements ConnectorProvider {

  @Override
  public Set<String> schemes() {
    return Set.of(TieredConnector.SCHEME);
  }

  @Override
  public Connector open(StoreAddress address, ConnectorOptions options) {
    return new TieredConnector(address, options);
  }
}
