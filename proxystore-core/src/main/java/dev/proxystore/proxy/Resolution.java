package dev.proxystore.proxy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/** A fetch that is under way or done, and the thread that is at it, if that is known. */
final class Resolution<T> extends CompletableFuture<T> {
  /** Whether an object that was fetched for whoever may want it was asked for. */
  private enum Interest {
    NONE_YET,
    ASKED,
    DROPPED
  }

  @SuppressWarnings("rawtypes")
  private static final AtomicReferenceFieldUpdater<Resolution, Interest> INTEREST =
      AtomicReferenceFieldUpdater.newUpdater(Resolution.class, Interest.class, "interest");

  @SuppressWarnings("rawtypes")
  private static final AtomicIntegerFieldUpdater<Resolution> USERS =
      AtomicIntegerFieldUpdater.newUpdater(Resolution.class, "users");

  /** What {@link #users} is once all have left: nobody can join any more. */
  private static final int LEFT = -1;

  final @Nullable Thread fetcher;

  /** How many wait; counted only where the object may not be there yet. */
  @SuppressWarnings("UnusedVariable") // read through its updater
  private volatile int users;

  private volatile @Nullable CompletableFuture<T> source;

  /** Whether anybody wants the object, or never will have it from here. */
  private volatile Interest interest = Interest.ASKED;

  Resolution(@Nullable Thread fetcher) {
    this.fetcher = fetcher;
  }

  static <T> Resolution<T> of(T object) {
    Resolution<T> resolution = new Resolution<>(null);
    resolution.interest = Interest.NONE_YET;
    resolution.complete(object);
    return resolution;
  }

  boolean isAsked() {
    return interest == Interest.ASKED;
  }

  /** Whether the object may be had from here: not if it was dropped. */
  boolean ask() {
    return isAsked()
        || INTEREST.compareAndSet(this, Interest.NONE_YET, Interest.ASKED)
        || isAsked();
  }

  /** Whether the object may be waited for, or had, from here. */
  boolean enter() {
    return USERS.updateAndGet(this, count -> count == LEFT ? LEFT : count + 1) != LEFT
        || (isDone() && !isCancelled());
  }

  /** One of those who wait does so no more; with the last one the wait ends. */
  boolean isLeftByAll() {
    boolean over =
        USERS.updateAndGet(this, count -> count == 1 ? LEFT : count - 1) == LEFT && cancel(false);
    if (over) {
      stop();
    }
    return over;
  }

  /** What is fetched from, to be told if nobody waits any more. */
  CompletableFuture<T> stoppable(CompletableFuture<T> fetch) {
    source = fetch;
    if (isCancelled()) {
      stop();
    }
    return fetch;
  }

  private void stop() {
    CompletableFuture<T> fetch = source;
    if (fetch != null) {
      fetch.cancel(false);
    }
  }

  boolean drop() {
    return INTEREST.compareAndSet(this, Interest.NONE_YET, Interest.DROPPED);
  }
}
