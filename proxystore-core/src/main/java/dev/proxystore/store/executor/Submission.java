package dev.proxystore.store.executor;

import dev.proxystore.connector.Key;
import dev.proxystore.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One task on its way, and what must not stay behind of it in the store: the arguments that were
 * put for it, and its result, whose id is known before. How a task ended may be told more than
 * once, by the task itself and by the executor; the first counts. Safe for use by several threads.
 *
 * @param <R> what the caller is given
 */
final class Submission<R> {
  private static final Logger LOG = LoggerFactory.getLogger(Submission.class);

  private final Store store;
  private final List<Key> arguments;
  private final String resultId;
  private final Delivery<R> delivery;
  private final TaskFuture<R> future = new TaskFuture<>();
  private final CompletableFuture<Void> cleared = new CompletableFuture<>();
  private final AtomicBoolean over = new AtomicBoolean();
  private @Nullable Future<Parcel> running;
  private boolean hasLeft;

  /** How a result is handed to the caller. */
  interface Delivery<R> {
    CompletableFuture<R> of(Parcel result, Store store);

    /** Whether a result that lies in the store goes, once it has been handed over. */
    boolean takes();
  }

  /**
   * @param arguments what was put for this task alone
   */
  Submission(Store store, List<Key> arguments, Delivery<R> delivery) {
    this.store = store;
    this.arguments = arguments;
    this.resultId = store.newId();
    this.delivery = delivery;
    CompletableFuture<R> unused = future.whenComplete((value, error) -> abandon());
  }

  Store store() {
    return store;
  }

  String resultId() {
    return resultId;
  }

  TaskFuture<R> future() {
    return future;
  }

  /** Completes when nothing of the task is left in the store. */
  CompletableFuture<Void> cleared() {
    return cleared;
  }

  /** The executor has taken the task. */
  void runs(Future<Parcel> handle) {
    synchronized (this) {
      running = handle;
    }
    if (handle instanceof CompletionStage<?> stage) {
      stage.whenComplete((result, error) -> told((Parcel) result, error));
    } else {
      watch();
    }
    if (future.isDone()) {
      handle.cancel(future.mayInterrupt());
    }
  }

  /** The task was serialised, so that it may run in another process. */
  void left() {
    synchronized (this) {
      hasLeft = true;
    }
    watch();
  }

  /** Has a thread wait for a task that cannot say itself how it ended. */
  private void watch() {
    Future<Parcel> handle;
    synchronized (this) {
      handle = hasLeft ? running : null;
    }
    if (handle != null && !(handle instanceof CompletionStage<?>)) {
      Thread thread = new Thread(() -> await(handle), "proxystore-task");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void await(Future<Parcel> handle) {
    try {
      succeeded(handle.get());
    } catch (ExecutionException | CancellationException e) {
      told(null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void told(@Nullable Parcel result, @Nullable Throwable error) {
    if (error == null && result != null) {
      succeeded(result);
    } else {
      failed(error == null ? new CancellationException() : unwrapped(error));
    }
  }

  private static Throwable unwrapped(Throwable error) {
    boolean wraps = error instanceof CompletionException || error instanceof ExecutionException;
    Throwable cause = error.getCause();
    return wraps && cause != null ? cause : error;
  }

  void succeeded(Parcel result) {
    if (over.compareAndSet(false, true)) {
      CompletableFuture<R> unused =
          begun(() -> delivery.of(result, store))
              .whenComplete((value, error) -> delivered(result, value, error));
    } else if (result.isStored()) {
      CompletableFuture<Void> unused = evict(store, List.of(Key.toEvict(resultId)));
    }
  }

  private void delivered(Parcel result, @Nullable R value, @Nullable Throwable error) {
    boolean resultGoes = result.isStored() && (error != null || delivery.takes());
    CompletableFuture<Void> unused = clear(resultGoes).thenRun(() -> complete(value, error));
  }

  void failed(Throwable error) {
    if (over.compareAndSet(false, true)) {
      CompletableFuture<Void> unused = clear(true).thenRun(() -> complete(null, error));
    }
  }

  /** The future is complete: if the task is not over, the caller has given it up. */
  private void abandon() {
    if (over.compareAndSet(false, true)) {
      Future<Parcel> handle;
      synchronized (this) {
        handle = running;
      }
      if (handle != null) {
        handle.cancel(future.mayInterrupt());
      }
      CompletableFuture<Void> unused = clear(true).thenRun(() -> cleared.complete(null));
    }
  }

  @SuppressWarnings("NullAway") // a task's result may be null
  private void complete(@Nullable R value, @Nullable Throwable error) {
    if (error != null) {
      future.completeExceptionally(unwrapped(error));
    } else if (!future.complete(value) && !delivery.takes()) {
      CompletableFuture<Void> unused = evict(store, List.of(Key.toEvict(resultId)));
    }
    cleared.complete(null);
  }

  private CompletableFuture<Void> clear(boolean resultToo) {
    List<Key> gone = new ArrayList<>(arguments);
    if (resultToo) {
      gone.add(Key.toEvict(resultId));
    }
    return evict(store, gone);
  }

  /** Completes in any case: a store that is away must not keep a result from its caller. */
  static CompletableFuture<Void> evict(Store store, List<Key> keys) {
    if (keys.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    return begun(() -> store.evictBatchAsync(keys))
        .exceptionally(
            error -> {
              LOG.warn(
                  "{} objects of a task stay in the store {} until their time to live is over: they could not be removed.",
                  keys.size(),
                  store.address(),
                  error);
              return null;
            });
  }

  /** A store that has been closed refuses at once. */
  private static <T> CompletableFuture<T> begun(Supplier<CompletableFuture<T>> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
