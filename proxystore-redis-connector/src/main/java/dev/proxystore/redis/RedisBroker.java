package dev.proxystore.redis;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;

/** What the brokers on Redis have in common. */
abstract class RedisBroker implements Broker {
  private final BrokerServers servers;

  RedisBroker(BrokerServers servers) {
    this.servers = servers;
  }

  final BrokerServers servers() {
    return servers;
  }

  /** What the keys of this broker begin with. */
  final String name() {
    return address().name();
  }

  @Override
  public final StoreAddress address() {
    return servers.address();
  }

  @Override
  public final void close() {
    servers.close();
  }
}
