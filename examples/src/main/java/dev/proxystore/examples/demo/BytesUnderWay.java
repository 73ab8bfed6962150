package dev.proxystore.examples.demo;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.store.Stores;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Bounds the bytes of files that all readers of this process have under way, from before a file is
 * read until its object has left the store. Readers wait in the order in which they came, so a
 * large file is not overtaken by small ones for ever. The one whose turn it is asks the store which
 * objects have gone.
 *
 * <p>One for each store in this process: readers of a job run in different threads and must share
 * it. Safe for use by several threads.
 */
final class BytesUnderWay {
  private static final ConcurrentHashMap<StoreAddress, BytesUnderWay> OF_STORES =
      new ConcurrentHashMap<>();
  private static final int KEYS_ASKED_AT_ONCE = 256;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

  private final StoreAddress store;
  private final long most;
  private final Semaphore turn = new Semaphore(1, true);
  private final Map<Key, Integer> stored = new LinkedHashMap<>();
  private long bytes;

  BytesUnderWay(StoreAddress store, long most) {
    this.store = store;
    this.most = most;
  }

  /** The one of this process, made when it is first asked for. */
  static BytesUnderWay of(StoreAddress store, MemoryBudget budget) {
    return OF_STORES.computeIfAbsent(store, key -> new BytesUnderWay(key, budget.here()));
  }

  /** Notes that bytes which were added are an object now. */
  static void stored(Proxy<?> content, int size) {
    if (content.factory() instanceof StoreFactory<?> object) {
      BytesUnderWay its = OF_STORES.get(object.store());
      if (its != null) {
        its.stored(object.key(), size);
      }
    }
  }

  /** What there may be at most; no file may be larger. */
  long most() {
    return most;
  }

  synchronized long bytes() {
    return bytes;
  }

  /** Adds bytes when there is room for them. */
  void add(int size) throws InterruptedException {
    turn.acquire();
    try {
      Duration pause = FIRST_PAUSE;
      while (!addIfThereIsRoom(size)) {
        if (forgetRemoved()) {
          pause = FIRST_PAUSE;
        } else {
          Thread.sleep(pause.toMillis());
          pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
        }
      }
    } finally {
      turn.release();
    }
  }

  private synchronized boolean addIfThereIsRoom(int size) {
    boolean room = bytes + size <= most;
    if (room) {
      bytes += size;
    }
    return room;
  }

  /** Takes back bytes that never became an object. */
  synchronized void remove(int size) {
    bytes -= size;
  }

  synchronized void stored(Key key, int size) {
    stored.put(key, size);
  }

  /** Asks for the oldest objects first, and for later ones while none has been found removed. */
  private boolean forgetRemoved() {
    Optional<Store> open = Stores.find(store);
    Iterator<Key> keys = keys().iterator();
    while (open.isPresent() && keys.hasNext()) {
      List<Key> asked = next(keys);
      Set<Key> there = open.get().existing(asked);
      if (there.size() < asked.size()) {
        asked.stream().filter(key -> !there.contains(key)).forEach(this::forget);
        return true;
      }
    }
    return false;
  }

  private synchronized List<Key> keys() {
    return List.copyOf(stored.keySet());
  }

  private static List<Key> next(Iterator<Key> keys) {
    List<Key> next = new ArrayList<>();
    while (keys.hasNext() && next.size() < KEYS_ASKED_AT_ONCE) {
      next.add(keys.next());
    }
    return next;
  }

  private synchronized void forget(Key key) {
    Integer size = stored.remove(key);
    bytes -= size == null ? 0 : size;
  }
}
