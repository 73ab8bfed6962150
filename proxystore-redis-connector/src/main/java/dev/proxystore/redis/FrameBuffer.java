package dev.proxystore.redis;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Frames that have come and have not been polled. Once it is full it takes no more until all have
 * been taken and the gap is known, so that what comes before a gap, the gap, and what comes behind
 * it stay in order. Safe for use by several threads.
 */
final class FrameBuffer {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final ArrayDeque<byte[]> frames = new ArrayDeque<>();
  private final int capacity;
  private long lost;
  private boolean woken;
  private @Nullable JedisException failure;

  FrameBuffer(int capacity) {
    this.capacity = capacity;
  }

  /**
   * What is next: frames, or a gap, or an error, or none of these.
   *
   * @param lost how many frames did not fit behind those that were taken before
   */
  record Next(List<byte[]> frames, long lost, @Nullable JedisException failure, boolean isWoken) {
    /** Whether there is a reason not to wait any longer. */
    boolean isSomething() {
      return isWoken || lost > 0 || failure != null || !frames.isEmpty();
    }
  }

  void add(byte[] frame) {
    lock.lock();
    try {
      if (lost > 0 || frames.size() == capacity) {
        lost++;
      } else {
        frames.add(frame);
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** No more will come, for this reason. */
  void fail(JedisException reason) {
    lock.lock();
    try {
      failure = reason;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Ends a wait, or else the next one. */
  void wakeUp() {
    lock.lock();
    try {
      woken = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Waits until there is something to say; each gap and each error is told once. */
  Next take(int most, long nanos) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long left = nanos;
      while (frames.isEmpty() && lost == 0 && failure == null && !woken && left > 0) {
        left = changed.awaitNanos(left);
      }
      boolean stop = woken;
      woken = false;
      return stop ? new Next(List.of(), 0, null, true) : next(most);
    } finally {
      lock.unlock();
    }
  }

  private Next next(int most) {
    List<byte[]> taken = new ArrayList<>(Math.min(most, frames.size()));
    while (taken.size() < most && !frames.isEmpty()) {
      taken.add(frames.remove());
    }
    if (!taken.isEmpty()) {
      return new Next(taken, 0, null, false);
    }
    Next rest = new Next(taken, lost, lost == 0 ? failure : null, false);
    failure = lost == 0 ? null : failure;
    lost = 0;
    return rest;
  }
}
