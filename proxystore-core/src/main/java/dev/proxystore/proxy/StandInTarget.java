package dev.proxystore.proxy;

import org.jspecify.annotations.Nullable;

/**
 * The proxy behind a stand-in, and its object once it is here. Public for the classes of stand-ins;
 * not for use. Safe for use by several threads.
 */
public final class StandInTarget {
  private final Proxy<?> proxy;
  private final Class<?> type;
  private volatile @Nullable Object object;

  StandInTarget(Proxy<?> proxy, Class<?> type) {
    this.proxy = proxy;
    this.type = type;
  }

  Proxy<?> proxy() {
    return proxy;
  }

  Class<?> type() {
    return type;
  }

  /**
   * The object, fetched by the first call.
   *
   * @throws ProxyResolveException if it cannot be, or is of another type
   */
  public Object get() {
    Object known = object;
    return known != null ? known : resolve();
  }

  private Object resolve() {
    Object resolved = proxy.resolve();
    if (!type.isInstance(resolved)) {
      throw Proxy.wrongType(proxy.factory(), type, resolved);
    }
    object = resolved;
    return resolved;
  }
}
