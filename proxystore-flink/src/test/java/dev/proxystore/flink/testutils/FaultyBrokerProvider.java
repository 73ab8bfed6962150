package dev.proxystore.flink.testutils;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.BrokerProvider;
import java.util.Set;

/** Opens clients of {@link FaultyLog}s. */
public final class FaultyBrokerProvider implements BrokerProvider {

  @Override
  public Set<String> schemes() {
    return Set.of("faulty");
  }

  @Override
  public Broker open(StoreAddress address, ConnectorOptions options) {
    return new FaultyBroker(address, FaultyLog.at(address));
  }
}
