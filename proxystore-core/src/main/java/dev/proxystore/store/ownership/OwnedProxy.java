package dev.proxystore.store.ownership;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.store.Stores;
import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/**
 * The owner of an object in a store: the object goes when its owner is closed. It is lent to any
 * number of readers or to one writer, as Rust does; what breaks these rules is an {@link
 * OwnershipException}, and changes nothing.
 *
 * <pre>{@code
 * try (OwnedProxy<String> owned = OwnedProxy.put(store, "text")) {
 *   try (Borrow<String> borrow = owned.borrow()) {
 *     send(borrow.proxy());
 *   }
 *   owned.update("another text");
 * }
 * }</pre>
 *
 * <p>The rules hold for those who go through this owner. A proxy that was sent elsewhere is not
 * watched: it fails once the object is gone, and as a rule when it has changed, because its
 * checksum is another. An owner that becomes garbage without having been closed removes its object
 * and logs that; one whose process dies leaves it, unless it has a time to live. Safe for use by
 * several threads.
 */
public final class OwnedProxy<T> implements AutoCloseable {
  /** Its thread ends when this class and all owners are garbage. */
  private static final Cleaner CLEANER = Cleaner.create();

  private final OwnedObject<T> object;
  private final Cleaner.Cleanable net;

  private OwnedProxy(OwnedObject<T> object) {
    this.object = object;
    this.net = CLEANER.register(this, object);
  }

  /** Puts an object into a store, and owns it. */
  public static <T> OwnedProxy<T> put(Store store, T value) {
    return put(store, value, PutOptions.defaults());
  }

  /**
   * Puts an object into a store, and owns it.
   *
   * @param options for this object and what takes its place; nothing in them may remove it
   *     otherwise, but for a time to live
   */
  public static <T> OwnedProxy<T> put(Store store, T value, PutOptions options) {
    if (options.onResolve() == OnResolve.EVICT || options.lifetime().isPresent()) {
      throw new IllegalArgumentException(
          "An owned object goes with its owner: leave out OnResolve.EVICT, the fan-out and the lifetime.");
    }
    Key key = store.put(value, options);
    return new OwnedProxy<>(new OwnedObject<>(store, key, store.proxyFromKey(key), options));
  }

  /**
   * Owns an object that another has {@linkplain #transfer transferred}, here or in another process.
   * Whoever transfers it sees to it that one adopts it.
   *
   * @throws OwnershipException if it is gone, or is the object of a future that is not set yet
   * @throws IllegalArgumentException if it is not in a store, or goes when it is resolved
   */
  public static <T> OwnedProxy<T> adopt(Proxy<T> transferred) {
    if (!(requireNonNull(transferred, "transferred").factory() instanceof StoreFactory<T> stored)
        || stored.onResolve() == OnResolve.EVICT) {
      throw new IllegalArgumentException(
          "Expected a proxy that was transferred, of an object in a store that stays when it is resolved; found %s."
              .formatted(transferred));
    }
    Store store = Stores.getOrOpen(stored.store());
    if (!store.exists(stored.key())) {
      throw new OwnershipException(
          "%s cannot be adopted: it is not there. %s"
              .formatted(
                  transferred,
                  stored.key().isDeferred()
                      ? "It is the object of a future that is not set yet, or was removed since: resolve the proxy, which waits for it, and adopt it then."
                      : "It was removed by another owner, or its time to live is over."));
    }
    Proxy<T> mine = Proxy.of(stored);
    return new OwnedProxy<>(new OwnedObject<>(store, stored.key(), mine, PutOptions.defaults()));
  }

  OwnedObject<T> object() {
    return object;
  }

  /**
   * The object, for its owner.
   *
   * @throws BorrowedException while one has borrowed it who may change it
   */
  public T resolve() {
    return read("be read by its owner");
  }

  /** Nobody may hold this owner but the call that reads: it is no garbage before that is over. */
  private T read(String purpose) {
    try {
      return object.toRead(purpose).resolve();
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Lends the object to a reader; there may be many.
   *
   * @throws BorrowedException while one has borrowed it who may change it
   */
  public Borrow<T> borrow() {
    object.borrow();
    return new Borrow<>(this);
  }

  /**
   * Lends the object to one who may change it.
   *
   * @throws BorrowedException while it is borrowed
   */
  public MutableBorrow<T> mutableBorrow() {
    object.borrowMutably();
    return new MutableBorrow<>(this);
  }

  /**
   * Puts another object in place of the one that is there.
   *
   * @throws BorrowedException while it is borrowed
   */
  public void update(T value) {
    object.updateOwned(requireNonNull(value, "value"));
  }

  /**
   * An object of its own with the same content, in the same store, and its owner.
   *
   * @throws BorrowedException while one has borrowed it who may change it
   */
  public OwnedProxy<T> copy() {
    T value = read("be copied");
    return put(object.store(), value, object.options().withoutId());
  }

  /**
   * Gives the object away: this owner is one no more, and closing it does nothing. What is answered
   * is a plain reference that travels, with which one other {@linkplain #adopt adopts} the object.
   * If it gets lost the object stays, so give objects that are to travel a time to live.
   *
   * @throws BorrowedException while it is borrowed
   */
  public Proxy<T> transfer() {
    Proxy<T> transferred = object.transfer();
    net.clean();
    return transferred;
  }

  /**
   * Removes the object. May be called twice, and again after a store has failed.
   *
   * @throws BorrowedException while it is borrowed
   */
  @Override
  public void close() {
    object.close();
    net.clean();
  }

  /** The address, or why there is none. */
  @Override
  public String toString() {
    return "OwnedProxy[" + object.describe() + "]";
  }
}
