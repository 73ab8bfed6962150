package dev.proxystore.store.executor;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What callers are given of results. */
final class Deliveries {
  private Deliveries() {}

  /** The result itself, fetched in the background if it lies in the store. */
  static <R> Submission.Delivery<R> value() {
    return new Submission.Delivery<>() {
      @Override
      @SuppressWarnings({"unchecked", "NullAway"}) // the task's type says so; null is a result
      public CompletableFuture<R> of(Parcel result, Store store) {
        if (result.proxy() == null) {
          return CompletableFuture.completedFuture((R) result.value());
        }
        StoreFactory<?> object = (StoreFactory<?>) result.proxy().factory();
        return store
            .getAsync(object.key(), Object.class)
            .thenApply(found -> (R) found.orElseThrow(object::missing));
      }

      @Override
      public boolean takes() {
        return true;
      }
    };
  }

  /** A proxy of the result, which goes when it is resolved. */
  static <R> Submission.Delivery<Proxy<R>> proxy() {
    return new Submission.Delivery<>() {
      @Override
      @SuppressWarnings("unchecked") // the task's type says so
      public CompletableFuture<Proxy<R>> of(Parcel result, Store store) {
        Proxy<R> stored = (Proxy<R>) result.proxy();
        return stored != null ? CompletableFuture.completedFuture(stored) : given(result.value());
      }

      @Override
      public boolean takes() {
        return false;
      }
    };
  }

  /** A result that is a proxy already, or a stand-in, was not put. */
  @SuppressWarnings("unchecked") // the task's type says so
  private static <R> CompletableFuture<Proxy<R>> given(@Nullable Object result) {
    if (result instanceof Proxy<?> proxy) {
      return CompletableFuture.completedFuture((Proxy<R>) proxy);
    }
    return CompletableFuture.failedFuture(
        new IllegalStateException(
            "Expected a result to make a proxy of, found %s. Let the task return an object, or submit it for the value."
                .formatted(result == null ? "null" : "a stand-in")));
  }
}
