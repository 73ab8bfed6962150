package dev.proxystore.flink.operators;

import dev.proxystore.store.StoreFactory;
import java.util.concurrent.CompletableFuture;

/** One object to fetch, and who waits for it. */
record Fetch(StoreFactory<?> object, CompletableFuture<Object> result) {

  static Fetch of(StoreFactory<?> object) {
    return new Fetch(object, new CompletableFuture<>());
  }

  long bytes() {
    return object.key().length();
  }
}
