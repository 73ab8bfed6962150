package dev.proxystore.store;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.RenewableConnector;
import dev.proxystore.store.metrics.Meter;
import dev.proxystore.store.metrics.StoreOperation;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;

/** Gives objects a new time to live, where the connector can. */
final class ObjectRenewer {
  private final Connector connector;
  private final Meter meter;

  ObjectRenewer(Connector connector, Meter meter) {
    this.connector = connector;
    this.meter = meter;
  }

  boolean isAble() {
    return connector instanceof RenewableConnector;
  }

  Set<Key> renew(Collection<Key> keys, Duration timeToLive) {
    PutOptions.requirePositive(timeToLive);
    if (connector instanceof RenewableConnector renewable) {
      return meter.measure(
          StoreOperation.RENEW, keys.size(), renewed -> 0, () -> renewable.renew(keys, timeToLive));
    }
    throw new UnsupportedOperationException(
        "The store %s cannot keep objects for longer than they were put for: its connector is no RenewableConnector. Use a ContextLifetime, or put the objects with a time to live that is long enough."
            .formatted(connector.address()));
  }
}
