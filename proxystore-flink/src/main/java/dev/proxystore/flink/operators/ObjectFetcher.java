package dev.proxystore.flink.operators;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.proxy.Factory;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Serializer;
import dev.proxystore.store.InlineFactory;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.StoreFactory;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the objects of proxies through the operator's stores, without removing them: that comes
 * when they have been used. Of an object inside its proxy there is nothing to fetch. Reads what
 * Flink's serializer wrote if the type of the values is known.
 */
final class ObjectFetcher {
  private final OperatorStores stores;
  private final @Nullable Serializer flinkSerializer;
  private final InlineReader inlineReader;

  /**
   * @param recordsAreReused whether Flink has nobody change the records that it gives
   */
  ObjectFetcher(
      OperatorStores stores,
      Collection<StoreConfig> known,
      @Nullable TypeSerializer<?> valueSerializer,
      boolean recordsAreReused) {
    this.stores = stores;
    this.flinkSerializer = valueSerializer == null ? null : new FlinkSerializer<>(valueSerializer);
    this.inlineReader = new InlineReader(known, flinkSerializer, recordsAreReused);
  }

  /** The object that a proxy stands for. */
  static Factory<?> object(@Nullable Proxy<?> proxy) {
    if (proxy == null) {
      throw new IllegalArgumentException(
          "Expected a record with a proxy, found one without. Filter such records out before.");
    }
    Factory<?> factory = proxy.factory();
    if (factory instanceof StoreFactory<?> || factory instanceof InlineFactory<?>) {
      return factory;
    }
    throw new IllegalArgumentException(
        "Expected a proxy of an object in a store or inside the proxy, found one of "
            + factory.getClass().getName());
  }

  /** Fetches on the calling thread. */
  Object fetchNow(Factory<?> object) {
    return object instanceof StoreFactory<?> stored
        ? fetchNow(stored)
        : inlineReader.read((InlineFactory<?>) object);
  }

  private Object fetchNow(StoreFactory<?> object) {
    Store store = stores.get(object.store());
    if (object.waits()) {
      return object.kept().resolve();
    }
    Optional<Object> value;
    try {
      value =
          flinkSerializer == null
              ? store.get(object.key(), Object.class)
              : store.get(object.key(), Object.class, flinkSerializer);
    } catch (ProxyStoreException e) {
      throw object.unresolved(e);
    }
    return value.orElseThrow(object::missing);
  }

  /** Fetches in the background and completes the fetch's result. */
  void start(Fetch fetch) {
    if (fetch.object() instanceof StoreFactory<?> stored) {
      start(stored, fetch);
    } else {
      read((InlineFactory<?>) fetch.object(), fetch);
    }
  }

  /** There is nothing to wait for. */
  private void read(InlineFactory<?> object, Fetch fetch) {
    try {
      fetch.result().complete(inlineReader.read(object));
    } catch (ProxyStoreException e) {
      fetch.result().completeExceptionally(e);
    }
  }

  private void start(StoreFactory<?> object, Fetch fetch) {
    Store store = stores.get(object.store());
    CompletableFuture<Object> unused =
        (object.waits() ? arrival(object) : ask(store, object))
            .whenComplete((value, error) -> complete(object, fetch, value, error));
  }

  private CompletableFuture<Object> ask(Store store, StoreFactory<?> object) {
    CompletableFuture<Optional<Object>> answer =
        flinkSerializer == null
            ? store.getAsync(object.key(), Object.class)
            : store.getAsync(object.key(), Object.class, flinkSerializer);
    return answer.thenApply(value -> value.orElseThrow(object::missing));
  }

  /** A future says itself how it is read, and is removed by the operator's release. */
  private static CompletableFuture<Object> arrival(StoreFactory<?> object) {
    return object.kept().resolveAsync().thenApply(value -> value);
  }

  private static void complete(
      StoreFactory<?> object, Fetch fetch, Object value, @Nullable Throwable error) {
    if (error == null) {
      fetch.result().complete(value);
      return;
    }
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    fetch
        .result()
        .completeExceptionally(
            cause instanceof ProxyStoreException known
                ? object.unresolved(known)
                : cause == null ? error : cause);
  }
}
