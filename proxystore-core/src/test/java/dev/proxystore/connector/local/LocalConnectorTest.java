package dev.proxystore.connector.local;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorContract;

final class LocalConnectorTest extends ConnectorContract {
  @Override
  protected Connector open() {
    return LocalConnector.of("contract");
  }
}
