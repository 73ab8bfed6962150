package dev.proxystore.flink.operators;

import dev.proxystore.connector.Key;
import dev.proxystore.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Evicts the objects of one store that have been used, in the background. While one batch is on its
 * way the next one gathers, so a slow store gets larger batches rather than more requests.
 *
 * <p>Filled by the task's thread; batches end on others, hence the lock, which is held for no
 * longer than it takes to add to a list.
 */
final class Releases {
  /** More than this many waiting keys hold the task back. */
  private static final int MOST_PENDING = 10_000;

  private final Store store;
  private List<Key> pending = new ArrayList<>();
  private boolean running;
  private @Nullable Throwable failure;

  Releases(Store store) {
    this.store = store;
  }

  /** Evicts the object, now or soon. */
  synchronized void add(Key key) throws InterruptedException {
    rethrow();
    pending.add(key);
    if (!running) {
      start();
    }
    while (pending.size() > MOST_PENDING) {
      wait();
    }
  }

  /** Returns when every object that was added has been evicted. */
  synchronized void awaitAll() throws InterruptedException {
    while (running) {
      wait();
    }
    rethrow();
  }

  /** Waits for what was added, but no longer than this. */
  synchronized void awaitAtMost(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    for (long left = limit.toNanos(); running && left > 0; left = deadline - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  private synchronized void start() {
    List<Key> batch = pending;
    pending = new ArrayList<>();
    running = true;
    CompletableFuture<Void> unused = evict(batch).whenComplete((done, error) -> finished(error));
  }

  /** A store that has been closed takes no more work, and says so at once. */
  private CompletableFuture<Void> evict(List<Key> batch) {
    try {
      return store.evictBatchAsync(batch);
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private synchronized void finished(@Nullable Throwable error) {
    running = false;
    if (error != null) {
      failure = error;
      pending.clear();
    } else if (!pending.isEmpty()) {
      start();
    }
    notifyAll();
  }

  private void rethrow() {
    if (failure != null) {
      throw new IllegalStateException("Objects that were used could not be evicted.", failure);
    }
  }
}
