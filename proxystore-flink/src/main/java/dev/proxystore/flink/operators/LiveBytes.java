package dev.proxystore.flink.operators;

import dev.proxystore.connector.Key;
import dev.proxystore.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Bounds the bytes that one operator instance has in a store. Keeps the keys it put, oldest first,
 * and when the bound is reached asks the store which of them are still there, at growing intervals,
 * until consumers have removed some. It asks nothing below the bound. Once it has waited in vain
 * for as long as it may, nothing is held back until the next barrier has passed: that may wait
 * behind many records, and where objects are released by checkpoints none goes before. Used by the
 * task's thread, but for {@link #bytes()} and {@link #objects()}, which are read by any.
 */
final class LiveBytes {
  private static final int KEYS_ASKED_AT_ONCE = 256;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMillis(50);

  /** A wait that ends only when there is room. */
  static final Duration UNLIMITED = Duration.ofNanos(Long.MAX_VALUE);

  private final Store store;
  private final long mostBytes;
  private final BooleanSupplier otherWork;
  private final Duration longestWait;
  private final LinkedHashSet<Key> live = new LinkedHashSet<>();
  private final AtomicLong bytes = new AtomicLong();
  private boolean givesWay;

  /**
   * @param otherWork does a piece of what waits for the task's thread, and says whether there was
   *     one: a consumer chained to this operator makes room on the same thread
   * @param longestWait after which records are let through although there is no room
   */
  LiveBytes(Store store, long mostBytes, BooleanSupplier otherWork, Duration longestWait) {
    this.store = store;
    this.mostBytes = mostBytes;
    this.otherWork = otherWork;
    this.longestWait = longestWait;
  }

  boolean isBounded() {
    return mostBytes != Long.MAX_VALUE;
  }

  /** What is in the store, as far as is known without asking. */
  long bytes() {
    return bytes.get();
  }

  /** How many objects those are. */
  int objects() {
    return live.size();
  }

  void add(Key key) {
    if (isBounded() && live.add(key)) {
      bytes.addAndGet(key.length());
    }
  }

  /** Returns when fewer bytes than the bound are in the store, or after the longest wait. */
  void awaitRoom() throws InterruptedException {
    Duration pause = FIRST_PAUSE;
    long start = System.nanoTime();
    long most = TimeUnit.NANOSECONDS.convert(longestWait);
    while (bytes.get() >= mostBytes && !givesWay) {
      if (otherWork.getAsBoolean() || forgetRemoved()) {
        pause = FIRST_PAUSE;
      } else if (System.nanoTime() - start >= most) {
        givesWay = true;
      } else {
        Thread.sleep(pause.toMillis());
        pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    }
  }

  /** A checkpoint is being taken. */
  void barrierPassed() {
    givesWay = false;
  }

  /**
   * Asks for the oldest objects first, and for later ones only while none has been found removed:
   * objects that stay long must not hide that others have gone.
   */
  private boolean forgetRemoved() {
    for (Iterator<Key> keys = live.iterator(); keys.hasNext(); ) {
      List<Key> asked = next(keys);
      Set<Key> there = store.existing(asked);
      if (there.size() < asked.size()) {
        asked.stream().filter(key -> !there.contains(key)).forEach(this::forget);
        return true;
      }
    }
    return false;
  }

  private static List<Key> next(Iterator<Key> keys) {
    List<Key> next = new ArrayList<>(KEYS_ASKED_AT_ONCE);
    while (keys.hasNext() && next.size() < KEYS_ASKED_AT_ONCE) {
      next.add(keys.next());
    }
    return next;
  }

  private void forget(Key key) {
    live.remove(key);
    bytes.addAndGet(-key.length());
  }

  private static Duration min(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? a : b;
  }
}
