package dev.proxystore.connector.combined;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.Key;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The room that a budget leaves this process in a store. When there is none it asks the store, now
 * and then, which of its oldest objects others have removed. Safe for use by several threads.
 */
final class Room {
  private static final Logger LOG = LoggerFactory.getLogger(Room.class);
  private static final int ASKED_AT_ONCE = 256;
  private static final long BETWEEN_LOOKS_NANOS = 50_000_000;

  private final boolean bounded;
  private final Budget budget;
  private final AtomicLong nextLook = new AtomicLong(System.nanoTime());

  Room(long mostBytes) {
    bounded = mostBytes != Long.MAX_VALUE;
    budget = new Budget(mostBytes);
  }

  /** Takes the room of an object; says whether there was enough. */
  boolean tryTake(Key key, Connector store) {
    return !bounded || budget.tryAdd(key) || (forgetRemoved(store) && budget.tryAdd(key));
  }

  /** Whether there is more room than before. */
  private boolean forgetRemoved(Connector store) {
    long due = nextLook.get();
    long now = System.nanoTime();
    if (now - due < 0 || !nextLook.compareAndSet(due, now + BETWEEN_LOOKS_NANOS)) {
      return false;
    }
    try {
      List<Key> oldest = budget.oldest(ASKED_AT_ONCE);
      List<Key> gone = new ArrayList<>(oldest);
      gone.removeAll(store.existing(oldest));
      budget.remove(gone);
      return !gone.isEmpty();
    } catch (RuntimeException e) {
      LOG.debug("{} does not say what has gone.", store.address(), e);
      return false;
    }
  }

  /** The objects have been removed. */
  void give(Collection<Key> keys) {
    if (bounded) {
      budget.remove(keys);
    }
  }

  /** For errors. */
  String text() {
    return "has no room: this process has %d bytes there".formatted(budget.bytes());
  }
}
