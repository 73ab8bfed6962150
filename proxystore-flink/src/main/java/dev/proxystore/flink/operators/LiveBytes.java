package dev.proxystore.flink.operators;

import dev.proxystore.connector.Key;
import dev.proxystore.store.Store;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the bytes that one operator instance has in a store. Keeps the keys it put, oldest first,
 * and when the bound is reached asks the store which of the oldest are still there, at growing
 * intervals, until consumers have removed some. It asks nothing below the bound. Used by the task's
 * thread, but for {@link #bytes()}.
 */
final class LiveBytes {
  private static final int KEYS_ASKED_AT_ONCE = 256;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

  private final Store store;
  private final long mostBytes;
  private final ArrayDeque<Key> live = new ArrayDeque<>();
  private final AtomicLong bytes = new AtomicLong();

  LiveBytes(Store store, long mostBytes) {
    this.store = store;
    this.mostBytes = mostBytes;
  }

  boolean isBounded() {
    return mostBytes != Long.MAX_VALUE;
  }

  /** What is in the store, as far as is known without asking. */
  long bytes() {
    return bytes.get();
  }

  void add(Key key) {
    if (isBounded()) {
      live.add(key);
      bytes.addAndGet(key.length());
    }
  }

  /** Returns when fewer bytes than the bound are in the store. */
  void awaitRoom() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    while (bytes.get() >= mostBytes) {
      if (forgetRemoved()) {
        pause = FIRST_PAUSE;
      } else {
        Thread.sleep(pause.toMillis());
        pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    }
  }

  /** Whether some of the oldest objects have been removed. */
  private boolean forgetRemoved() {
    List<Key> oldest = live.stream().limit(KEYS_ASKED_AT_ONCE).toList();
    Set<Key> there = store.existing(oldest);
    if (there.size() == oldest.size()) {
      return false;
    }
    oldest.forEach(key -> live.removeFirst());
    List<Key> remaining = oldest.stream().filter(there::contains).toList();
    for (int i = remaining.size() - 1; i >= 0; i--) {
      live.addFirst(remaining.get(i));
    }
    bytes.set(live.stream().mapToLong(Key::length).sum());
    return true;
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
