package dev.proxystore.connector.local;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.DeferrableContract;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

final class LocalDeferrableTest extends DeferrableContract {
  @Override
  protected Connector open() {
    return LocalConnector.of("deferrable");
  }

  /** What is kept of an object is a part of it. */
  @Override
  protected Collection<String> everything() {
    List<String> ids = new ArrayList<>();
    try (LocalConnector connector = LocalConnector.of("deferrable")) {
      connector.list("", ids::add);
    }
    return ids;
  }
}
