package dev.proxystore.connector.local;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.StreamContract;

final class LocalStreamTest extends StreamContract {
  @Override
  protected Connector open() {
    return LocalConnector.of("streamed");
  }
}
