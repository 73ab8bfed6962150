package dev.proxystore.connector.local;

import dev.proxystore.connector.DeferrableConnector;
import dev.proxystore.connector.InspectableConnector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.ReleasableConnector;
import dev.proxystore.connector.RenewableConnector;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.StoredObject;
import dev.proxystore.connector.StreamableConnector;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Holds objects in the memory of this process, with the address {@code local:name}. All connectors
 * of one address share their objects, which go when the last of these connectors is closed. Arrays
 * are copied in and out, as a remote store would. An object is one array, of up to 2 GiB.
 *
 * <p>For tests and for stages that run in one process; a proxy of it resolves in no other. Safe for
 * use by several threads.
 */
public final class LocalConnector
    implements InspectableConnector,
        ReleasableConnector,
        RenewableConnector,
        DeferrableConnector,
        StreamableConnector {
  private final StoreAddress address;
  private final LocalMemory memory;
  private final AtomicBoolean closed = new AtomicBoolean();

  LocalConnector(StoreAddress address) {
    this.address = address;
    this.memory = LocalMemory.join(address.toString());
  }

  /** A connector to the memory of a name. */
  public static LocalConnector of(String name) {
    return new LocalConnector(StoreAddress.parse("local:" + name));
  }

  @Override
  public StoreAddress address() {
    return address;
  }

  @Override
  public Map<String, String> options() {
    return Map.of();
  }

  @Override
  public void put(Key key, byte[] bytes, Duration timeToLive) {
    memory.put(key.id(), bytes.clone(), timeToLive);
  }

  @Override
  public boolean set(Key key, byte[] bytes, Duration timeToLive) {
    return memory.putIfAbsent(key.id(), bytes.clone(), timeToLive);
  }

  @Override
  public Optional<Watch> watch(Key key, Runnable changed) {
    memory.watch(key.id(), changed);
    AtomicBoolean watching = new AtomicBoolean(true);
    return Optional.of(
        () -> {
          if (watching.compareAndSet(true, false)) {
            memory.unwatch(key.id(), changed);
          }
        });
  }

  @Override
  public Optional<byte[]> get(Key key) {
    return memory.get(key.id()).map(byte[]::clone);
  }

  @Override
  public Optional<byte[]> take(Key key) {
    return memory.remove(key.id());
  }

  @Override
  public Upload upload(Key key, Duration timeToLive) {
    return new LocalUpload(address, bytes -> memory.put(key.id(), bytes, timeToLive));
  }

  @Override
  public Optional<Download> download(Key key) {
    return memory.get(key.id()).map(LocalDownload::new);
  }

  @Override
  public boolean exists(Key key) {
    return memory.get(key.id()).isPresent();
  }

  @Override
  public void evict(Key key) {
    memory.remove(key.id());
  }

  @Override
  public Set<Key> release(Collection<Key> keys, ObjectConsumer consumer) {
    return keys.stream()
        .filter(key -> memory.release(key.id(), consumer.text(), key.fanOut()))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public Set<Key> renew(Collection<Key> keys, Duration timeToLive) {
    return keys.stream()
        .filter(key -> memory.renew(key.id(), timeToLive))
        .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  public void list(String prefix, Consumer<String> ids) {
    memory.list(prefix, ids);
  }

  @Override
  public void inspect(String prefix, Consumer<StoredObject> objects) {
    memory.inspect(prefix, objects);
  }

  @Override
  public Map<String, String> describe() {
    return Map.of("process", Long.toString(ProcessHandle.current().pid()));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      memory.leave();
    }
  }
}
