package dev.proxystore.flink.sink;

import dev.proxystore.flink.orphans.PublishedObjects;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts values under ids that tell which attempt put them, so that a later one can clear up. */
final class NumberedPutter implements Putter {
  private final Store store;
  private final PutOptions options;
  private final PublishedObjects objects;
  private final Runnable last;

  /**
   * One for a store.
   *
   * @param last what is done when this is closed
   */
  NumberedPutter(Store store, PutOptions options, PublishedObjects objects, Runnable last) {
    this.store = store;
    this.options = options;
    this.objects = objects;
    this.last = last;
  }

  @Override
  public List<? extends Proxy<?>> put(List<Object> contents) {
    Map<String, Object> byId = new LinkedHashMap<>();
    contents.forEach(each -> byId.put(objects.nextId(), each));
    return store.putBatch(byId, options).stream()
        .map(key -> store.proxyFromKey(key, options.onResolve()))
        .toList();
  }

  PublishedObjects objects() {
    return objects;
  }

  @Override
  public void close() {
    try {
      objects.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      last.run();
    }
  }
}
