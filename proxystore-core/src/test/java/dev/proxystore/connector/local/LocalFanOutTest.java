package dev.proxystore.connector.local;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.FanOutContract;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

final class LocalFanOutTest extends FanOutContract {
  @Override
  protected Connector open() {
    return LocalConnector.of("fan-out");
  }

  /** What is kept of an object is a part of it. */
  @Override
  protected Collection<String> everything() {
    List<String> ids = new ArrayList<>();
    try (LocalConnector connector = LocalConnector.of("fan-out")) {
      connector.list("", ids::add);
    }
    return ids;
  }
}
