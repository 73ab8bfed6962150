package dev.proxystore.store.ownership;

import dev.proxystore.proxy.Proxy;
import java.io.InvalidObjectException;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A look at an object that another owns, until it is closed. While it is open, the object neither
 * goes nor changes. Safe for use by several threads.
 *
 * <p>What travels is {@link #proxy()}, a plain reference: Java serialisation writes that in place
 * of a borrow. It owns nothing, and whoever has it must be done before the borrow is closed.
 */
@SuppressWarnings("serial") // written as a proxy
public final class Borrow<T> implements AutoCloseable, Serializable {
  private static final long serialVersionUID = 1L;

  private final transient OwnedProxy<T> owner;
  private final transient Proxy<T> proxy;
  private final transient AtomicBoolean closed = new AtomicBoolean();

  /** Keeps the owner from becoming garbage. */
  Borrow(OwnedProxy<T> owner) {
    this.owner = owner;
    this.proxy = owner.object().proxy();
  }

  /** The object, fetched by the first call. */
  public T resolve() {
    return proxy().resolve();
  }

  /**
   * A plain reference, to be sent to where the object is read.
   *
   * @throws OwnershipEndedException if this borrow was closed
   */
  public Proxy<T> proxy() {
    if (closed.get()) {
      throw new OwnershipEndedException(
          "The borrow of %s was closed. Borrow the object again.".formatted(proxy));
    }
    return proxy;
  }

  /** Gives the object back. May be called twice. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      owner.object().giveBack();
    }
  }

  private Object writeReplace() {
    return proxy();
  }

  private void readObject(ObjectInputStream in) throws InvalidObjectException {
    throw new InvalidObjectException("A borrow is read as a proxy.");
  }

  /** The address; never the value. */
  @Override
  public String toString() {
    return "Borrow[" + proxy + "]";
  }
}
