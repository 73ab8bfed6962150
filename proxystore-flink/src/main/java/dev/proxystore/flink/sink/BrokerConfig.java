package dev.proxystore.flink.sink;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import java.io.Serializable;
import java.util.Map;

/** What it takes to open the broker where a task runs; secrets come from there. */
record BrokerConfig(StoreAddress address, Map<String, String> options) implements Serializable {
  private static final long serialVersionUID = 1L;

  BrokerConfig {
    options = ConnectorOptions.of(options).asMap();
  }

  Broker open() {
    return Brokers.open(address, ConnectorOptions.of(options));
  }
}
