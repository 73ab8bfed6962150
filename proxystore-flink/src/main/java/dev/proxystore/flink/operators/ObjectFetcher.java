package dev.proxystore.flink.operators;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.proxy.Factory;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Serializer;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Fetches the objects of proxies through the operator's stores, without removing them: that comes
 * when they have been used. Reads what Flink's serializer wrote if the type of the values is known.
 */
final class ObjectFetcher {
  private final OperatorStores stores;
  private final @Nullable Serializer flinkSerializer;

  ObjectFetcher(OperatorStores stores, @Nullable TypeSerializer<?> valueSerializer) {
    this.stores = stores;
    this.flinkSerializer = valueSerializer == null ? null : new FlinkSerializer<>(valueSerializer);
  }

  /** The object that a proxy stands for. */
  static StoreFactory<?> object(@Nullable Proxy<?> proxy) {
    if (proxy == null) {
      throw new IllegalArgumentException(
          "Expected a record with a proxy, found one without. Filter such records out before.");
    }
    Factory<?> factory = proxy.factory();
    if (factory instanceof StoreFactory<?> stored) {
      return stored;
    }
    throw new IllegalArgumentException(
        "Expected a proxy of an object in a store, found one of " + factory.getClass().getName());
  }

  /** Fetches on the calling thread. */
  Object fetchNow(StoreFactory<?> object) {
    Store store = stores.get(object.store());
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
    StoreFactory<?> object = fetch.object();
    Store store = stores.get(object.store());
    CompletableFuture<Optional<Object>> answer =
        flinkSerializer == null
            ? store.getAsync(object.key(), Object.class)
            : store.getAsync(object.key(), Object.class, flinkSerializer);
    CompletableFuture<Object> unused =
        answer
            .thenApply(value -> value.orElseThrow(object::missing))
            .whenComplete((value, error) -> complete(fetch, value, error));
  }

  private static void complete(Fetch fetch, Object value, @Nullable Throwable error) {
    if (error == null) {
      fetch.result().complete(value);
      return;
    }
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    fetch
        .result()
        .completeExceptionally(
            cause instanceof ProxyStoreException known
                ? fetch.object().unresolved(known)
                : cause == null ? error : cause);
  }
}
