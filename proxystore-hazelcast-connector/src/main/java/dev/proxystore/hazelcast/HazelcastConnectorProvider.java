package dev.proxystore.hazelcast;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOption;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.ConnectorProvider;
import dev.proxystore.connector.StoreAddress;
import java.util.List;
import java.util.Set;

/**
 * Opens {@code hazelcast://host:5701,host:5702/name?cluster=grid} and {@code
 * hazelcast:embedded/name}.
 */
public final class HazelcastConnectorProvider implements ConnectorProvider {

  @Override
  public Set<String> schemes() {
    return Set.of(HazelcastAddress.SCHEME);
  }

  @Override
  public List<ConnectorOption> options() {
    return HazelcastOptions.described();
  }

  @Override
  public Connector open(StoreAddress address, ConnectorOptions options) {
    return HazelcastConnector.open(
        HazelcastAddress.parse(address), HazelcastOptions.of(address, options));
  }
}
