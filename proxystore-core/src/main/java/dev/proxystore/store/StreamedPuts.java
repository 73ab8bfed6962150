package dev.proxystore.store;

import dev.proxystore.connector.Key;
import dev.proxystore.proxy.ProxyResolveException;

/** What can be asked of objects that come from streams, and what cannot. */
final class StreamedPuts {
  private StreamedPuts() {}

  static void check(PutOptions options, Store store) {
    if (options.onResolve() == OnResolve.EVICT) {
      throw new IllegalArgumentException(
          "An object from a stream is read after its proxy was resolved, and cannot be removed by that: use OnResolve.KEEP without a fan-out, and a lifetime, a time to live, or evict.");
    }
    if (options.serializer().isPresent()) {
      throw new IllegalArgumentException(
          "What a stream brings is stored as it is, and has no serializer: found '%s'. Leave it out."
              .formatted(options.serializer().get().id()));
    }
    if (store.encrypts() && !options.asWritten()) {
      throw new IllegalArgumentException(
          "The store %s encrypts objects, but not those from streams. Put the bytes as an array, encrypt the stream yourself, or allow it with PutOptions.storedAsWritten()."
              .formatted(store.address()));
    }
  }

  static void requireAsWritten(Key key) {
    if (key.isDeferred() || !key.descriptor().packing().isNone()) {
      throw new IllegalArgumentException(
          "The object %s is not stored as its serializer wrote it: compressed, encrypted or set later. Use get."
              .formatted(key.id()));
    }
  }

  /** Whoever resolves the proxy has not read the object then. */
  static void requireKept(StoreFactory<?> object) {
    if (object.key().isStream() && object.onResolve() == OnResolve.EVICT) {
      throw new ProxyResolveException(
          object.toUri(),
          "an object from a stream is read after its proxy was resolved, and cannot be removed by that. Make the proxy with OnResolve.KEEP and evict it, or resolve it in Flink with ProxyStreams.",
          null);
    }
  }
}
