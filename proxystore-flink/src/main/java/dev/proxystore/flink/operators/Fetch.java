package dev.proxystore.flink.operators;

import dev.proxystore.proxy.Factory;
import dev.proxystore.store.StoreFactory;
import java.util.concurrent.CompletableFuture;

/** One object to fetch, and who waits for it. */
record Fetch(Factory<?> object, CompletableFuture<Object> result) {

  static Fetch of(Factory<?> object) {
    return new Fetch(object, new CompletableFuture<>());
  }

  /** Whether it lies in a store, and not in its proxy. */
  boolean isStored() {
    return object instanceof StoreFactory<?>;
  }

  /**
   * What is held in memory of what is fetched from a store; nothing of an object inside its proxy.
   */
  long bytes() {
    return bytes(object);
  }

  static long bytes(Factory<?> object) {
    return object instanceof StoreFactory<?> stored ? stored.key().descriptor().objectLength() : 0;
  }
}
