package dev.proxystore.stream;

import static java.util.Objects.requireNonNull;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.InlineFactory;
import dev.proxystore.store.StoreFactory;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * An object on its way to a topic: before it is put the object itself, then its proxy.
 *
 * @param object null once it is put, or if a proxy was sent
 * @param id under which it is put, also by a second try; null until the first
 * @param proxy null until it is put
 * @param sent completes when its event is published
 */
record Outgoing<T>(
    @Nullable T object,
    @Nullable String id,
    @Nullable Proxy<?> proxy,
    SendOptions options,
    CompletableFuture<Void> sent) {

  static <T> Outgoing<T> of(T object, SendOptions options) {
    return new Outgoing<>(
        requireNonNull(object, "object"), null, null, options, new CompletableFuture<>());
  }

  static <T> Outgoing<T> ofProxy(Proxy<?> proxy, SendOptions options) {
    return new Outgoing<>(
        null, null, requireNonNull(proxy, "proxy"), options, new CompletableFuture<>());
  }

  Outgoing<T> withId(String given) {
    return new Outgoing<>(object, given, proxy, options, sent);
  }

  Outgoing<T> stored(Proxy<?> made) {
    return new Outgoing<>(null, id, made, options, sent);
  }

  Proxy<?> requireProxy() {
    return requireNonNull(proxy, "proxy");
  }

  static boolean canTravel(Proxy<?> proxy) {
    return proxy.factory() instanceof StoreFactory<?>
        || proxy.factory() instanceof InlineFactory<?>;
  }
}
