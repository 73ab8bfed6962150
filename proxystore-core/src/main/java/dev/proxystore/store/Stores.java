package dev.proxystore.store;

import dev.proxystore.connector.StoreAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The stores of this process, one an address: what proxies resolve through. The one piece of
 * mutable static state in ProxyStore, and so one for each class loader that loaded it.
 *
 * <p>A store comes here when it is built, when a proxy of an address nobody has opened is resolved,
 * or when it is shared; it goes when it is closed. Safe for use by several threads; opening one
 * store never waits for another.
 */
public final class Stores {
  private static final ConcurrentHashMap<StoreAddress, Slot> SLOTS = new ConcurrentHashMap<>();

  private Stores() {}

  /** The store that proxies of an address resolve through here, if there is one. */
  public static Optional<Store> find(StoreAddress address) {
    return Optional.ofNullable(SLOTS.get(address)).flatMap(Slot::current);
  }

  /**
   * The store of an address; opened with every default, and secrets from the environment, if there
   * is none. It stays open until {@link #closeAll()} or until its last sharer leaves.
   */
  public static Store getOrOpen(StoreAddress address) {
    return slot(address).getOrOpen(StoreConfig.of(address));
  }

  /**
   * A share in the store of an address, opened as configured if there is none. The store is closed
   * with its last share, unless the application built it itself.
   */
  public static SharedStore share(StoreConfig config) {
    return slot(config.address()).share(config);
  }

  /** Closes all stores that are registered in this process; meant for its end. */
  public static void closeAll() {
    List.copyOf(SLOTS.values()).forEach(slot -> slot.current().ifPresent(Store::close));
  }

  static void offer(Store store) {
    slot(store.address()).offer(store);
  }

  static void remove(Store store) {
    Slot slot = SLOTS.get(store.address());
    if (slot != null) {
      slot.remove(store);
    }
  }

  /** Slots stay: they are few, small, and one object to lock an address by. */
  private static Slot slot(StoreAddress address) {
    return SLOTS.computeIfAbsent(address, key -> new Slot());
  }

  /** The store of one address and how many share it. */
  static final class Slot {
    private volatile @Nullable Store store;
    private boolean builtByUser;
    private int shares;

    Optional<Store> current() {
      return Optional.ofNullable(store);
    }

    Store getOrOpen(StoreConfig config) {
      Store open = store;
      return open != null ? open : open(config);
    }

    private synchronized Store open(StoreConfig config) {
      Store open = store;
      if (open == null) {
        open = new StoreBuilder(config).open();
        store = open;
        builtByUser = false;
      }
      return open;
    }

    synchronized SharedStore share(StoreConfig config) {
      Store open = getOrOpen(config);
      shares++;
      return new SharedStore(open, () -> leave(open));
    }

    private void leave(Store left) {
      boolean last;
      synchronized (this) {
        last = --shares == 0 && !builtByUser && store == left;
        if (last) {
          store = null; // before it is closed, so that nobody is given a closing store
        }
      }
      if (last) {
        left.close();
      }
    }

    synchronized void offer(Store built) {
      if (store == null) {
        store = built;
        builtByUser = true;
      }
    }

    synchronized void remove(Store closed) {
      if (store == closed) {
        store = null;
      }
    }
  }
}
