package dev.proxystore.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All stores that are open in this process, registered or not, and who wants to be shown them.
 * Keeps no store that nobody else does.
 */
final class OpenStores {
  private static final Logger LOG = LoggerFactory.getLogger(OpenStores.class);

  private final Set<Store> open = Collections.newSetFromMap(new WeakHashMap<>());
  private final List<Consumer<Store>> observers = new CopyOnWriteArrayList<>();

  /** Shows the observer each store once: what is open now is shown by the caller. */
  Runnable observe(Consumer<Store> observer) {
    List<Store> now;
    synchronized (open) {
      observers.add(observer);
      now = new ArrayList<>(open);
    }
    now.forEach(observer);
    return () -> observers.remove(observer);
  }

  void opened(Store store) {
    List<Consumer<Store>> now;
    synchronized (open) {
      open.add(store);
      now = List.copyOf(observers);
    }
    now.forEach(each -> show(each, store));
  }

  /** An observer that fails keeps nobody from opening a store. */
  private static void show(Consumer<Store> observer, Store store) {
    try {
      observer.accept(store);
    } catch (RuntimeException e) {
      LOG.warn("{} failed when it was shown the store {}.", observer, store.address(), e);
    }
  }

  void closed(Store store) {
    synchronized (open) {
      open.remove(store);
    }
  }
}
