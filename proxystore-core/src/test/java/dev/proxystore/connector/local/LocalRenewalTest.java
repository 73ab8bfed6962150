package dev.proxystore.connector.local;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.RenewalContract;

final class LocalRenewalTest extends RenewalContract {
  @Override
  protected Connector open() {
    return LocalConnector.of("renewal");
  }
}
