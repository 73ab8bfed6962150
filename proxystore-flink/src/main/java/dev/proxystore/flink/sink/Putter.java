package dev.proxystore.flink.sink;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.InlineFactory;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import java.util.List;

/** Makes proxies of what a batch consists of. */
interface Putter {
  /** A proxy of each, in their order. */
  List<? extends Proxy<?>> put(List<Object> contents);

  /** Gives back what this holds beside the store. */
  default void close() {}

  /** Takes proxies and passes them on. */
  static Putter passingOn() {
    return contents -> contents.stream().map(Putter::travelling).toList();
  }

  private static Proxy<?> travelling(Object content) {
    if (content instanceof Proxy<?> proxy
        && (proxy.factory() instanceof StoreFactory<?>
            || proxy.factory() instanceof InlineFactory<?>)) {
      return proxy;
    }
    throw new IllegalArgumentException(
        "Expected a proxy of an object in a store, found %s: say how values are put with setStore, or make proxies with a store."
            .formatted(content));
  }

  /**
   * Puts values under new ids.
   *
   * @param last what is done when this is closed
   */
  static Putter into(Store store, PutOptions options, Runnable last) {
    return new Putter() {
      @Override
      public List<? extends Proxy<?>> put(List<Object> contents) {
        return store.proxyBatch(contents, options);
      }

      @Override
      public void close() {
        last.run();
      }
    };
  }
}
