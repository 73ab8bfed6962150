package dev.proxystore.flink.operators;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where released objects lie, and how they go: evicted as they are, or released by one of several
 * consumers.
 *
 * @param consumer who releases them; null if they are evicted
 * @param fanOut how many consumers they have
 */
record ReleaseTarget(StoreAddress store, @Nullable ObjectConsumer consumer, int fanOut) {

  /** Objects that are evicted. */
  static ReleaseTarget evicting(StoreAddress store) {
    return new ReleaseTarget(store, null, 1);
  }

  /** How an object goes that this consumer has used. */
  static ReleaseTarget of(StoreFactory<?> object, ObjectConsumer consumer) {
    int fanOut = object.key().fanOut();
    return fanOut > 1 || consumer.instances() > 1
        ? new ReleaseTarget(object.store(), consumer, fanOut)
        : evicting(object.store());
  }

  CompletableFuture<Void> release(Store open, List<Key> keys) {
    return consumer == null
        ? open.evictBatchAsync(keys)
        : open.releaseBatchAsync(keys, consumer).thenAccept(gone -> {});
  }

  /** Written out: see {@link dev.proxystore.serialize.Descriptor#equals}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReleaseTarget that
        && fanOut == that.fanOut
        && store.equals(that.store)
        && Objects.equals(consumer, that.consumer);
  }

  @Override
  public int hashCode() {
    return Objects.hash(store, consumer, fanOut);
  }
}
