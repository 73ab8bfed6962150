package dev.proxystore.flink.sink;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts values under ids that a later attempt can list: a prefix and a running number. */
final class NumberedPutter implements Putter {
  private final Store store;
  private final PutOptions options;
  private final String prefix;
  private long next;

  NumberedPutter(Store store, PutOptions options, String prefix) {
    this.store = store;
    this.options = options;
    this.prefix = prefix;
  }

  @Override
  public List<? extends Proxy<?>> put(List<Object> contents) {
    Map<String, Object> byId = new LinkedHashMap<>();
    contents.forEach(each -> byId.put(ObjectIds.id(prefix, next++), each));
    return store.putBatch(byId, options).stream()
        .map(key -> store.proxyFromKey(key, options.onResolve()))
        .toList();
  }

  long next() {
    return next;
  }
}
