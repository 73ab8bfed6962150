package dev.proxystore.store;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.ConnectorProvider;
import dev.proxystore.connector.StoreAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Opens {@code counting:name} and remembers each time; the first time fails for a name in -late.
 */
public final class CountingConnectorProvider implements ConnectorProvider {
  private static final Map<StoreAddress, List<CountingConnector>> OPENED =
      new ConcurrentHashMap<>();
  private static final Set<StoreAddress> FAILED = ConcurrentHashMap.newKeySet();

  static List<CountingConnector> opened(StoreAddress address) {
    return OPENED.computeIfAbsent(address, key -> new CopyOnWriteArrayList<>());
  }

  @Override
  public Set<String> schemes() {
    return Set.of("counting");
  }

  @Override
  public Connector open(StoreAddress address, ConnectorOptions options) {
    if (address.name().endsWith("-late") && FAILED.add(address)) {
      throw new ConnectorException(address, "is not up yet.", null);
    }
    CountingConnector connector = new CountingConnector(address);
    opened(address).add(connector);
    return connector;
  }
}
