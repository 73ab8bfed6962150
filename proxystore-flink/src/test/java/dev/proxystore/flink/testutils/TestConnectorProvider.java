package dev.proxystore.flink.testutils;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.ConnectorProvider;
import dev.proxystore.connector.StoreAddress;
import java.util.Set;

/** Opens {@code test:name} while the {@link TestStore} of that name runs. */
public final class TestConnectorProvider implements ConnectorProvider {

  @Override
  public Set<String> schemes() {
    return Set.of("test");
  }

  @Override
  public Connector open(StoreAddress address, ConnectorOptions options) {
    return new TestConnector(address, TestStore.at(address));
  }
}
