package dev.proxystore.store;

import dev.proxystore.connector.StoreAddress;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The stores of this process, by address: what proxies resolve through. The one piece of mutable
 * static state in ProxyStore, and so one for each class loader that loaded it.
 *
 * <p>A store comes here when it is built, when a proxy of an address nobody has opened is resolved,
 * or when it is shared; it goes when it is closed. A second one that is built for an address is not
 * what its proxies use, which is logged as a warning. Safe for use by several threads; opening one
 * store never waits for another.
 */
public final class Stores {
  private static final Logger LOG = LoggerFactory.getLogger(Stores.class);
  private static final ConcurrentHashMap<StoreAddress, Slot> SLOTS = new ConcurrentHashMap<>();
  private static final OpenStores OPEN = new OpenStores();

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
   * A store of an address that is configured like this, opened if there is none, and kept open
   * until this owner {@linkplain #leave leaves}. One that the application built itself is shared as
   * it is and stays open, unless it does not encrypt and this one is to; others are closed when
   * their last owner leaves.
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
    List.copyOf(SLOTS.values()).forEach(Slot::closeAll);
  }

  /**
   * Shows an observer every store of this process: those that are open now, and others when they
   * are opened, by whom ever. For metrics: {@link Store#addListener} then says what they do. It may
   * be shown a store that is closed already.
   *
   * @param observer must not throw, nor open stores
   * @return ends it
   */
  public static Runnable observe(Consumer<Store> observer) {
    return OPEN.observe(observer);
  }

  /** A store is open, and perhaps not registered. */
  static void opened(Store store) {
    OPEN.opened(store);
  }

  static void offer(Store store) {
    slot(store.address()).offer(store);
  }

  static void remove(Store store) {
    OPEN.closed(store);
    Slot slot = SLOTS.get(store.address());
    if (slot != null) {
      slot.remove(store);
    }
  }

  /** Slots stay: they are few, small, and one object to lock an address by. */
  private static Slot slot(StoreAddress address) {
    return SLOTS.computeIfAbsent(address, key -> new Slot());
  }

  /** The stores of one address, of which proxies use the first; also what their openers lock. */
  private static final class Slot {
    private volatile List<Held> open = List.of();

    Optional<Store> current() {
      List<Held> now = open;
      return now.isEmpty() ? Optional.empty() : Optional.of(now.get(0).store);
    }

    Store getOrOpen(StoreConfig config) {
      List<Held> now = open;
      return now.isEmpty() ? openFirst(config) : now.get(0).store;
    }

    private synchronized Store openFirst(StoreConfig config) {
      return current().orElseGet(() -> add(new StoreBuilder(config).open(), false).store);
    }

    synchronized Store share(StoreConfig config, Object owner) {
      Held held =
          open.stream()
              .filter(each -> each.suits(config))
              .findFirst()
              .orElseGet(() -> add(new StoreBuilder(config).open(), false));
      held.owners.add(owner);
      return held.store;
    }

    private Held add(Store store, boolean builtByUser) {
      Held held = new Held(store, builtByUser);
      open = Stream.concat(open.stream(), Stream.of(held)).toList();
      return held;
    }

    void leave(Object owner) {
      withoutOwner(owner).forEach(Store::close);
    }

    /** Lets go of stores before they are closed, so that nobody is given a closing one. */
    private synchronized List<Store> withoutOwner(Object owner) {
      List<Held> left = open.stream().filter(each -> each.isLast(owner)).toList();
      open = open.stream().filter(each -> !left.contains(each)).toList();
      return left.stream().map(each -> each.store).toList();
    }

    /** One that a proxy opened for itself, with every default, makes way for one that was built. */
    synchronized void offer(Store built) {
      if (open.stream().anyMatch(each -> each.builtByUser)) {
        LOG.warn(
            "The store {} was built once more in this process while one is open: proxies resolve through the first, with its cache, classes and credentials. Build it once and share it, or close the first before.",
            built.address());
      }
      if (open.stream().allMatch(Held::isByDefault)) {
        open = Stream.concat(Stream.of(new Held(built, true)), open.stream()).toList();
      }
    }

    synchronized void remove(Store closed) {
      open = open.stream().filter(each -> each.store != closed).toList();
    }

    void closeAll() {
      open.forEach(each -> each.store.close());
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

    /** What is to be encrypted is not put through a store that does not. */
    boolean suits(StoreConfig config) {
      return builtByUser
          ? store.encrypts() || !config.payload().encrypted()
          : store.config().equals(config);
    }

    boolean isByDefault() {
      return !builtByUser && owners.isEmpty();
    }

    /** Takes the owner out, and says whether the store is to be closed for it. */
    boolean isLast(Object owner) {
      return owners.remove(owner) && owners.isEmpty() && !builtByUser;
    }
  }
}
