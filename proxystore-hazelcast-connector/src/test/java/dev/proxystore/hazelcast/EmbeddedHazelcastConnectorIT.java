package dev.proxystore.hazelcast;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorContract;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import org.junit.jupiter.api.AutoClose;

final class EmbeddedHazelcastConnectorIT extends ConnectorContract {
  @AutoClose private static final HazelcastMember member = HazelcastMember.start();

  @Override
  protected Connector open() {
    return Connectors.open(
        StoreAddress.parse(member.embeddedStore("contract")), ConnectorOptions.defaults());
  }
}
