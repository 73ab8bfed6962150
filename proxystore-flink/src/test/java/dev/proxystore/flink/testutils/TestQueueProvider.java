package dev.proxystore.flink.testutils;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.BrokerProvider;
import java.util.Set;

/** Opens {@link TestQueue}s. */
public final class TestQueueProvider implements BrokerProvider {
  @Override
  public Set<String> schemes() {
    return Set.of(TestQueue.SCHEME);
  }

  @Override
  public Broker open(StoreAddress address, ConnectorOptions options) {
    return TestQueue.at(address);
  }
}
