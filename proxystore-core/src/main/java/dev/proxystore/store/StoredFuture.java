package dev.proxystore.store;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.DeferrableConnector;
import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.future.FutureAlreadySetException;
import dev.proxystore.store.future.ProxyFuture;
import java.io.InputStream;
import java.time.Duration;

/** A future whose object is set through a connector. */
final class StoredFuture<T> implements ProxyFuture<T> {
  private final StoreFactory<T> object;
  private final DeferrableConnector connector;
  private final ObjectWriter writer;
  private final Duration timeToLive;
  private final Runnable requireOpen;
  private volatile boolean completed;

  StoredFuture(
      StoreFactory<T> object,
      DeferrableConnector connector,
      ObjectWriter writer,
      Duration timeToLive,
      Runnable requireOpen) {
    this.object = object;
    this.connector = connector;
    this.writer = writer;
    this.timeToLive = timeToLive;
    this.requireOpen = requireOpen;
  }

  /** The connector, if objects may be waited for in it. */
  static DeferrableConnector deferrable(Connector connector) {
    if (connector instanceof DeferrableConnector deferrable) {
      return deferrable;
    }
    throw new UnsupportedOperationException(
        "The store %s has no futures: its connector is no DeferrableConnector. Put the object first and send its proxy then, or use a store in memory, in files, on Redis or on Hazelcast."
            .formatted(connector.address()));
  }

  @Override
  public Proxy<T> proxy() {
    return Proxy.of(object);
  }

  @Override
  public Key key() {
    return object.key();
  }

  @Override
  public void complete(T value) {
    requireNonNull(value, "value");
    if (value instanceof InputStream) {
      throw new IllegalArgumentException(
          "A future is completed with an object, found the stream %s. Put what it brings with store.put(InputStream), or store.proxy(InputStream) for a proxy of it; a future takes the bytes as an array."
              .formatted(value.getClass().getName()));
    }
    set(writer.deferred(object.key().id(), value));
  }

  @Override
  public void completeExceptionally(Throwable failure) {
    requireNonNull(failure, "failure");
    set(writer.deferredFailure(object.key().id(), failure));
  }

  private void set(byte[] bytes) {
    requireOpen.run();
    if (completed || !writer.set(connector, object.key(), bytes, timeToLive)) {
      throw new FutureAlreadySetException(object.store(), object.key().id());
    }
    completed = true;
  }

  @Override
  public boolean isDone() {
    requireOpen.run();
    return completed || connector.exists(object.key());
  }

  /** The address of the object. */
  @Override
  public String toString() {
    return "ProxyFuture[" + object.toUri() + "]";
  }
}
