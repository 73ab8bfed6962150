package dev.proxystore.proxy;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/**
 * Holds a transparent stand-in for code that must not resolve it, such as a log, a debugger, a map
 * that hashes or a framework that calls getters. Equality, hash and text are those of the address.
 * What is serialised is the reference. Made by {@link Proxies#lock}.
 *
 * @param <T> the type that the stand-in stands in for
 */
public final class ProxyLocker<T> implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Proxy<T> proxy;

  @SuppressWarnings("serial") // written as a reference
  private final T standIn;

  ProxyLocker(Proxy<T> proxy, T standIn) {
    this.proxy = proxy;
    this.standIn = standIn;
  }

  /** The stand-in, which the next call of a method resolves. */
  public T unlock() {
    return standIn;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ProxyLocker<?> that && proxy.equals(that.proxy);
  }

  @Override
  public int hashCode() {
    return proxy.hashCode();
  }

  /** The address. */
  @Override
  public String toString() {
    return "ProxyLocker[" + proxy + "]";
  }
}
