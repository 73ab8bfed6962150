package dev.proxystore.store;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.ReleasableConnector;
import dev.proxystore.store.metrics.Meter;
import dev.proxystore.store.metrics.StoreOperation;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Releases objects for their consumers, where the connector can tell those apart. */
final class ObjectReleaser {
  private final Connector connector;
  private final Meter meter;

  ObjectReleaser(Connector connector, Meter meter) {
    this.connector = connector;
    this.meter = meter;
  }

  /** Throws if objects are to be put that the connector cannot release. */
  void check(PutOptions options) {
    if (options.fanOut() > 1) {
      var unused = releasable();
    }
  }

  /** Those of the keys whose objects are gone. */
  Set<Key> release(Collection<Key> keys, ObjectConsumer consumer) {
    boolean byInstances = consumer.instances() > 1;
    Set<Key> gone = new HashSet<>();
    List<Key> shared = new ArrayList<>();
    keys.forEach(key -> (byInstances || key.isFannedOut() ? shared : gone).add(key));
    if (!gone.isEmpty()) {
      evict(gone);
    }
    if (!shared.isEmpty()) {
      ReleasableConnector releasable = releasable();
      gone.addAll(
          meter.measure(
              StoreOperation.RELEASE,
              shared.size(),
              released -> 0,
              () -> releasable.release(shared, consumer)));
    }
    return gone;
  }

  void evict(Collection<Key> keys) {
    meter.run(
        StoreOperation.EVICT,
        keys.size(),
        0,
        () -> {
          if (keys.size() == 1) {
            connector.evict(keys.iterator().next());
          } else {
            connector.evictBatch(keys);
          }
        });
  }

  private ReleasableConnector releasable() {
    if (connector instanceof ReleasableConnector releasable) {
      return releasable;
    }
    throw new UnsupportedOperationException(
        "The store %s cannot tell which consumers have released an object: its connector is no ReleasableConnector. Put one object for each consumer, or keep it and evict it when all are done."
            .formatted(connector.address()));
  }
}
