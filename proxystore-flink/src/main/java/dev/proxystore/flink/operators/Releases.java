package dev.proxystore.flink.operators;

import dev.proxystore.connector.Key;
import dev.proxystore.flink.orphans.HeldObjects;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreClosedException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Releases the objects of one store that may go, in the background. While one batch is on its way
 * the next one gathers, so a slow store gets larger batches rather than more requests. A batch that
 * fails is tried again, at growing intervals; after too many failures in a row the task is told.
 *
 * <p>Filled by the task's thread; batches end on others, hence the lock, which is held for no
 * longer than it takes to add to a list.
 */
final class Releases {
  private static final Logger LOG = LoggerFactory.getLogger(Releases.class);
  private static final int MOST_AT_ONCE = 1_000;

  /** Who is told of what happened; on threads that are not the task's. */
  interface Listener {

    /** These objects are gone. */
    void gone(List<Released> objects);

    /** A savepoint may hold some of these; the answer is what may go. */
    Released keep(Released objects, Predicate<Key> held);

    /** It failed too often; nothing more will be evicted. */
    void failed(IllegalStateException failure);
  }

  private final ReleaseTarget target;
  private final ReleaseWorker worker;
  private final Listener listener;
  private final HeldObjects held;
  private final Backoff backoff;
  private final int mostPending;
  private final Pace pace;

  private final ArrayDeque<Released> pending = new ArrayDeque<>();
  private int objectsPending;
  private boolean running;
  private int failures;
  private boolean hurried;
  private @Nullable Slices underWay;
  private @Nullable Store store;
  private @Nullable IllegalStateException failure;

  /**
   * @param mostPending more objects than this hold back who calls {@link #awaitRoom}
   * @param spread over how long objects go that may go together
   */
  Releases(
      ReleaseTarget target,
      ReleaseWorker worker,
      Listener listener,
      HeldObjects held,
      Backoff backoff,
      int mostPending,
      Duration spread) {
    this.target = target;
    this.worker = worker;
    this.listener = listener;
    this.held = held;
    this.backoff = backoff;
    this.mostPending = mostPending;
    this.pace = new Pace(spread, System::nanoTime);
  }

  /** Evicts objects, now or soon. */
  synchronized void add(Released objects) {
    if (failure != null) {
      return;
    }
    pending.add(objects);
    objectsPending += objects.size();
    pace.begin();
    if (!running) {
      start();
    }
  }

  /** Returns when not too many objects wait. */
  synchronized void awaitRoom() throws InterruptedException {
    while (objectsPending > mostPending && failure == null) {
      hurry();
      wait();
    }
    rethrow();
  }

  /** Returns when every object that was added has been evicted. */
  synchronized void awaitAll() throws InterruptedException {
    hurry();
    while (running) {
      wait();
    }
    rethrow();
  }

  /**
   * Waits for what was added, but not beyond a time.
   *
   * @param deadline in terms of {@link System#nanoTime}
   */
  synchronized void awaitUntil(long deadline) throws InterruptedException {
    hurry();
    for (long left = deadline - System.nanoTime();
        running && left > 0;
        left = deadline - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
  }

  private synchronized void start() {
    List<Released> batch = new ArrayList<>();
    int objects = 0;
    while (!pending.isEmpty() && objects < MOST_AT_ONCE) {
      Released next = pending.remove();
      batch.add(next);
      objects += next.size();
    }
    running = true;
    objectsPending -= objects;
    begin(batch);
  }

  private void begin(List<Released> batch) {
    if (held.arePossible()) {
      CompletableFuture<Void> unused =
          worker
              .ask(target.store(), opened -> held.among(opened, keys(batch)))
              .handle((stays, error) -> sorted(batch, stays, error));
    } else {
      evict(batch);
    }
  }

  private @Nullable Void sorted(
      List<Released> batch, @Nullable Predicate<Key> stays, @Nullable Throwable error) {
    if (stays == null) {
      finished(batch, error);
    } else {
      evict(batch.stream().map(each -> listener.keep(each, stays)).toList());
    }
    return null;
  }

  private void evict(List<Released> batch) {
    List<Key> keys = keys(batch);
    CompletableFuture<Void> unused =
        open()
            .thenCompose(opened -> slices(opened, keys).run())
            .whenComplete((done, error) -> finished(batch, error));
  }

  private synchronized Slices slices(Store opened, List<Key> keys) {
    underWay = new Slices(keys, slice -> target.release(opened, slice), this::pause, worker);
    return underWay;
  }

  private synchronized Duration pause(int gone, int left) {
    return hurried ? Duration.ZERO : pace.pause(gone, left + objectsPending);
  }

  /** Somebody waits: what is under way goes without pauses. */
  private void hurry() {
    hurried = true;
    if (underWay != null) {
      underWay.hurry();
    }
  }

  /** Asks whether objects that savepoints held may go now; in the background. */
  void review(Runnable mayGo) {
    CompletableFuture<Boolean> unused =
        worker
            .ask(target.store(), held::mayGo)
            .whenComplete(
                (changed, error) -> {
                  if (error != null) {
                    LOG.warn(
                        "It could not be told whether savepoints still hold objects in {}; asked again after the next checkpoint.",
                        target.store(),
                        error);
                  } else if (changed) {
                    mayGo.run();
                  }
                });
  }

  private static List<Key> keys(List<Released> batch) {
    return batch.stream().flatMap(each -> each.keys().stream()).toList();
  }

  /** A store is opened in the background too: whoever cannot reach it must not wait for it. */
  private synchronized CompletableFuture<Store> open() {
    return store == null
        ? worker.open(target.store()).whenComplete(this::opened)
        : CompletableFuture.completedFuture(store);
  }

  private synchronized void opened(@Nullable Store opened, @Nullable Throwable error) {
    store = opened;
  }

  private void finished(List<Released> batch, @Nullable Throwable error) {
    if (error == null) {
      listener.gone(batch);
      goOn();
    } else {
      Throwable cause =
          error instanceof CompletionException && error.getCause() != null
              ? error.getCause()
              : error;
      tryAgain(batch, cause);
    }
  }

  private synchronized void goOn() {
    failures = 0;
    running = false;
    if (pending.isEmpty()) {
      hurried = false;
    } else {
      start();
    }
    notifyAll();
  }

  private synchronized void tryAgain(List<Released> batch, Throwable cause) {
    failures++;
    Duration pause = backoff.pause(failures);
    if (isHopeless(cause) || !worker.after(pause, () -> begin(batch))) {
      fail(cause);
    } else {
      LOG.warn(
          "Released objects could not be evicted from {} ({} failures in a row); trying again in {} ms: {}",
          target.store(),
          failures,
          pause.toMillis(),
          cause.getMessage());
    }
  }

  /**
   * A store that has been closed takes no more work; one that cannot count consumers, or cannot be
   * listed, never will.
   */
  private boolean isHopeless(Throwable cause) {
    return cause instanceof StoreClosedException
        || cause instanceof RejectedExecutionException
        || cause instanceof UnsupportedOperationException
        || backoff.isExhausted(failures);
  }

  private synchronized void fail(Throwable cause) {
    failure =
        new IllegalStateException(
            "Objects that were released could not be evicted from the store %s, tried %d times: %s With checkpoints they stay marked in the operator's state, and are evicted after the task has been restored. See to the store."
                .formatted(target.store(), failures, cause.getMessage()),
            cause);
    running = false;
    pending.clear();
    objectsPending = 0;
    listener.failed(failure);
    notifyAll();
  }

  private void rethrow() {
    if (failure != null) {
      throw failure;
    }
  }
}
