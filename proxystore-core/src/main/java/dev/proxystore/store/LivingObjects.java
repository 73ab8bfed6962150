package dev.proxystore.store;

import dev.proxystore.connector.Key;
import java.util.List;
import java.util.function.Function;

/** Puts objects that have a lifetime. */
final class LivingObjects {
  private final Store store;

  LivingObjects(Store store) {
    this.store = store;
  }

  /** What is put goes again if the lifetime ends meanwhile or cannot take it. */
  List<Key> write(PutOptions options, Lifetime lifetime, Function<PutOptions, List<Key>> put) {
    PutOptions limited =
        lifetime.begin(store).map(options.withoutLifetime()::withTimeToLive).orElse(options);
    List<Key> keys = put.apply(limited);
    try {
      lifetime.add(store, keys);
    } catch (RuntimeException | Error e) {
      evictAfter(e, keys);
      throw e;
    }
    return keys;
  }

  private void evictAfter(Throwable failure, List<Key> keys) {
    try {
      store.evictBatch(keys);
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }
}
