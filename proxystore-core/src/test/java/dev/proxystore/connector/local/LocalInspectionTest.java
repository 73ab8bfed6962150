package dev.proxystore.connector.local;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.InspectionContract;

final class LocalInspectionTest extends InspectionContract {
  @Override
  protected Connector open() {
    return LocalConnector.of("inspected");
  }
}
