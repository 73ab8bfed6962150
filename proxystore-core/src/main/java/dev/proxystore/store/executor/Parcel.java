package dev.proxystore.store.executor;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * An argument or a result on its way: itself, or in the store.
 *
 * @param value the object, if it travels itself
 * @param proxy the proxy of the object, if it does not
 */
record Parcel(@Nullable Object value, @Nullable Proxy<?> proxy) implements Serializable {
  private static final long serialVersionUID = 1L;

  static Parcel itself(@Nullable Object value) {
    return new Parcel(value, null);
  }

  static Parcel stored(Proxy<?> proxy) {
    return new Parcel(null, proxy);
  }

  boolean isStored() {
    return proxy != null;
  }

  /** The object; fetched through this store if it lies there. */
  @Nullable Object open(Store store) {
    if (proxy == null) {
      return value;
    }
    StoreFactory<?> object = (StoreFactory<?>) proxy.factory();
    return store.get(object.key(), Object.class).orElseThrow(object::missing);
  }
}
