package dev.proxystore.store;

import dev.proxystore.connector.StoreAddress;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
   * is none. It stays open until {@link #closeAll()} or until its last owner leaves.
   */
  public static Store getOrOpen(StoreAddress address) {
    return slot(address).getOrOpen(StoreConfig.of(address));
  }

  /**
   * The store of an address, opened as configured if there is none, and kept open until this owner
   * {@linkplain #leave leaves}; one that is open already is shared as it is. The store is closed
   * when its last owner leaves, unless the application built it itself.
   *
   * @param owner who needs it, known by identity; sharing twice is the same as once
   */
  public static Store share(StoreConfig config, Object owner) {
    return slot(config.address()).share(config, owner);
  }

  /** The owner needs none of the stores that it shares any more. May be called twice. */
  public static void leave(Object owner) {
    List.copyOf(SLOTS.values()).forEach(slot -> slot.leave(owner));
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

    synchronized Store share(StoreConfig config, Object owner) {
      Held now = open(config);
      now.owners.add(owner);
      return now.store;
    }

    void leave(Object owner) {
      Held now = held;
      if (now != null && isLast(now, owner)) {
        now.store.close();
      }
    }

    /** Lets go of a store before it is closed, so that nobody is given a closing one. */
    private synchronized boolean isLast(Held left, Object owner) {
      boolean last =
          left.owners.remove(owner) && left.owners.isEmpty() && !left.builtByUser && held == left;
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

  /** A registered store and who shares it, which its slot guards. */
  private static final class Held {
    final Store store;
    final boolean builtByUser;
    final Set<Object> owners = Collections.newSetFromMap(new IdentityHashMap<>());

    Held(Store store, boolean builtByUser) {
      this.store = store;
      this.builtByUser = builtByUser;
    }
  }
}
