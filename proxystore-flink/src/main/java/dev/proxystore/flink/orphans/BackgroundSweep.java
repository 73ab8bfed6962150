package dev.proxystore.flink.orphans;

import java.time.Duration;
import org.apache.flink.metrics.Counter;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps in a thread of its own, so that neither records nor checkpoints wait for it: at the start,
 * and again after each completed checkpoint until that has gone well once. Only then may what was
 * watched be forgotten: what a dying attempt still put after the first sweep is gone as well. What
 * savepoints hold is looked at again after later checkpoints. A sweep that fails is logged and done
 * again after the next checkpoint.
 */
final class BackgroundSweep {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundSweep.class);
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

  private final Orphans orphans;
  private final Counter removed;
  private boolean due;
  private int asked;
  private boolean last;
  private @Nullable Thread thread;

  BackgroundSweep(Orphans orphans, Counter removed) {
    this.orphans = orphans;
    this.removed = removed;
    this.due = orphans.arePossible();
  }

  /** Sweeps soon, if there may be orphans. */
  synchronized void start() {
    if (due) {
      asked++;
      if (thread == null) {
        thread = new Thread(this::work, "proxystore-sweep");
        thread.setDaemon(true);
        thread.start();
      }
    }
  }

  /** Sweeps soon, for the last time if that goes well. */
  synchronized void checkpointCompleted() {
    last = due;
    start();
  }

  private void work() {
    while (nextIsDue()) {
      boolean completed = isLast();
      boolean done = sweep();
      finished(completed && done);
    }
  }

  private synchronized boolean nextIsDue() {
    if (asked == 0 || !due) {
      thread = null;
      notifyAll();
      return false;
    }
    asked = 0;
    return true;
  }

  private synchronized boolean isLast() {
    return last;
  }

  private boolean sweep() {
    try {
      removed.inc(orphans.sweep());
      return true;
    } catch (RuntimeException e) {
      LOG.warn("Orphans could not be removed; tried again after the next checkpoint.", e);
      return false;
    }
  }

  private synchronized void finished(boolean forGood) {
    if (forGood) {
      due = orphans.settle();
    }
  }

  /** The task has failed or was cancelled: a sweep that is under way goes no further. */
  void abandon() {
    orphans.end();
  }

  /** Waits for a sweep that is under way, for a while. */
  synchronized void close() throws InterruptedException {
    Thread running = thread;
    long deadline = System.nanoTime() + LONGEST_CLOSE.toNanos();
    try {
      for (long left = LONGEST_CLOSE.toMillis();
          thread != null && left > 0;
          left = (deadline - System.nanoTime()) / 1_000_000) {
        wait(left);
      }
    } finally {
      abandon();
      asked = 0;
      due = false;
      if (running != null) {
        running.interrupt();
      }
    }
  }
}
