package dev.proxystore.connector.combined;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOption;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.ConnectorProvider;
import dev.proxystore.connector.StoreAddress;
import java.util.List;
import java.util.Set;

/** Opens {@code tiered:name?fast=ADDRESS&large=ADDRESS}. */
public final class TieredConnectorProvider implements ConnectorProvider {

  @Override
  public Set<String> schemes() {
    return Set.of(TieredConnector.SCHEME);
  }

  @Override
  public List<ConnectorOption> options() {
    return List.of(
        new ConnectorOption(
            TieredConnector.BUDGET,
            "size",
            (TieredConnector.DEFAULT_BUDGET >> 20) + "mb",
            "The most bytes of copies that this process has in the fast store."),
        new ConnectorOption(
            "*.OPTION", "", "", "Any option of the connector of 'fast' or 'large'."));
  }

  @Override
  public Connector open(StoreAddress address, ConnectorOptions options) {
    return new TieredConnector(address, options);
  }
}
