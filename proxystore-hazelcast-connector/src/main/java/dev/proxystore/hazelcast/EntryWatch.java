package dev.proxystore.hazelcast;

import com.hazelcast.map.IMap;
import com.hazelcast.map.listener.EntryAddedListener;
import dev.proxystore.connector.DeferrableConnector.Watch;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A listener for the entry of one object. A client that lost its members registers it anew once it
 * has found some; what was set in between is found by looking.
 */
final class EntryWatch implements Watch {
  private final IMap<String, Object> map;
  private final UUID registration;
  private final AtomicBoolean closed = new AtomicBoolean();

  private EntryWatch(IMap<String, Object> map, UUID registration) {
    this.map = map;
    this.registration = registration;
  }

  static Watch of(IMap<String, Object> map, String id, Runnable changed) {
    EntryAddedListener<String, Object> listener = added -> changed.run();
    return new EntryWatch(map, map.addEntryListener(listener, id, false));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      try {
        map.removeEntryListener(registration);
      } catch (RuntimeException e) {
        // it went with the cluster, or with the client
      }
    }
  }
}
