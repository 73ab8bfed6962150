package dev.proxystore.flink.recovery;

import java.util.concurrent.atomic.AtomicInteger;

/** A moment in an object's life at which a task fails. One test at a time plans failures. */
enum Step {
  BEFORE_PUT,
  AFTER_PUT_BEFORE_EMIT,
  AFTER_RESOLVE_BEFORE_MARK,
  DURING_SNAPSHOT,
  BETWEEN_COMPLETE_AND_DELETE,
  DURING_DELETE;

  private static final AtomicInteger FAILURES_LEFT = new AtomicInteger();

  /** From now on so many tasks fail. */
  static void planFailures(int times) {
    FAILURES_LEFT.set(times);
  }

  static int failuresLeft() {
    return FAILURES_LEFT.get();
  }

  /** Fails the task that calls it, if there are failures left. */
  void fail() {
    if (FAILURES_LEFT.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      throw new IllegalStateException("fails " + this + ", as it was told to");
    }
  }
}
