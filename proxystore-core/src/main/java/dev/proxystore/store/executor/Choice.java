package dev.proxystore.store.executor;

import dev.proxystore.proxy.Proxies;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.SerializedObject;
import dev.proxystore.store.Store;
import org.jspecify.annotations.Nullable;

/**
 * An argument or a result that is being chosen for. What is a proxy already, or a stand-in, travels
 * as it is. Used by one thread.
 */
final class Choice implements ProxyPolicy.Candidate {
  private final Store store;
  private final Object value;
  private @Nullable SerializedObject serialized;

  private Choice(Store store, Object value) {
    this.store = store;
    this.value = value;
  }

  /** What is to be put, or null if the value travels itself. */
  static @Nullable Object toPut(Store store, @Nullable Object value, ProxyPolicy policy) {
    if (value == null || value instanceof Proxy<?> || Proxies.proxyOf(value).isPresent()) {
      return null;
    }
    Choice choice = new Choice(store, value);
    return policy.test(choice) ? choice.cheapest() : null;
  }

  private Object cheapest() {
    return serialized == null ? value : serialized;
  }

  @Override
  public Object value() {
    return value;
  }

  @Override
  public long size() {
    if (serialized == null) {
      serialized = store.serialize(value);
    }
    return serialized.length();
  }
}
