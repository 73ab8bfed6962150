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
   * A share in the store of an address, opened as configured if there is none; one that is open
   * already is shared as it is. The store is closed with its last share, unless the application
   * built it itself.
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

  /** The store of one address, if there is one; also what openers of that address lock. */
  private static final class Slot {
    private volatile @Nullable Held held;

    Optional<Store> current() {
      return Optional.ofNullable(held).map(now -> now.store);
    }

    Store getOrOpen(StoreConfig config) {
      Held now = held;
      return (now != null ? now : open(config)).store;
    }

    private synchronized Held open(StoreConfig config) {
      Held now = held;
      if (now == null) {
        now = new Held(new StoreBuilder(config).open(), false);
        held = now;
      }
      return now;
    }

    synchronized SharedStore share(StoreConfig config) {
      Held now = open(config);
      now.shares++;
      return new SharedStore(now.store, () -> leave(now));
    }

    private void leave(Held left) {
      if (isLast(left)) {
        left.store.close();
      }
    }

    /** Lets go of a store before it is closed, so that nobody is given a closing one. */
    private synchronized boolean isLast(Held left) {
      boolean last = --left.shares == 0 && !left.builtByUser && held == left;
      if (last) {
        held = null;
      }
      return last;
    }

    synchronized void offer(Store built) {
      if (held == null) {
        held = new Held(built, true);
      }
    }

    synchronized void remove(Store closed) {
      Held now = held;
      if (now != null && now.store == closed) {
        held = null;
      }
    }
  }

  /** A registered store and how many share it, which its slot guards. */
  private static final class Held {
    final Store store;
    final boolean builtByUser;
    int shares;

    Held(Store store, boolean builtByUser) {
      this.store = store;
      this.builtByUser = builtByUser;
    }
  }
}
