package dev.proxystore.redis;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOption;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.ConnectorProvider;
import dev.proxystore.connector.StoreAddress;
import java.util.List;
import java.util.Set;

/** Opens the addresses that {@link RedisConnector} lists. */
public final class RedisConnectorProvider implements ConnectorProvider {

  @Override
  public Set<String> schemes() {
    return RedisAddress.schemes();
  }

  @Override
  public List<ConnectorOption> options() {
    return RedisOptions.described();
  }

  @Override
  public Connector open(StoreAddress address, ConnectorOptions options) {
    return RedisConnector.open(address, options);
  }
}
