package dev.proxystore.store.ownership;

import static java.util.Objects.requireNonNull;

import dev.proxystore.proxy.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The one right to change an object that another owns, until it is closed. While it is open nobody
 * else reads the object through its owner. Safe for use by several threads. It does not travel.
 */
public final class MutableBorrow<T> implements AutoCloseable {
  private final OwnedProxy<T> owner;
  private final AtomicBoolean closed = new AtomicBoolean();

  MutableBorrow(OwnedProxy<T> owner) {
    this.owner = owner;
  }

  /** The object as it is now; change it by {@link #update} and not in place. */
  public T resolve() {
    return current().resolve();
  }

  /**
   * Puts another object in place of the one that is there.
   *
   * @throws OwnershipEndedException if this borrow was closed
   */
  public void update(T value) {
    var unused = current();
    owner.object().update(requireNonNull(value, "value"));
  }

  private Proxy<T> current() {
    if (closed.get()) {
      throw new OwnershipEndedException(
          "The mutable borrow of %s was closed. Borrow the object again.".formatted(owner));
    }
    return owner.object().proxy();
  }

  /** Gives the object back. May be called twice. */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      owner.object().giveBackMutable();
    }
  }

  /** The address; never the value. */
  @Override
  public String toString() {
    return "MutableBorrow[" + owner + "]";
  }
}
