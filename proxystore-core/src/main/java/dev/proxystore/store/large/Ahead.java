package dev.proxystore.store.large;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Work for the background that whoever needs its result does himself if nobody has begun: so a
 * thread of the background that reads an object never waits for its own kind.
 */
final class Ahead<T> {
  private final AtomicReference<@Nullable Runnable> work;
  private final CompletableFuture<T> result = new CompletableFuture<>();

  Ahead(Executor background, Supplier<T> work) {
    AtomicReference<@Nullable Runnable> begin = new AtomicReference<>(() -> complete(work));
    this.work = begin;
    try {
      // A background that hangs keeps this in its queue: no work that was done, and no result.
      background.execute(() -> run(begin));
    } catch (RejectedExecutionException e) {
      // Then it is done by whoever needs it.
    }
  }

  private void complete(Supplier<T> answer) {
    try {
      result.complete(answer.get());
    } catch (RuntimeException | Error e) {
      result.completeExceptionally(e);
    }
  }

  private static void run(AtomicReference<@Nullable Runnable> work) {
    Runnable mine = work.getAndSet(null);
    if (mine != null) {
      mine.run();
    }
  }

  /** Waits for the result, or throws what the work has thrown. */
  T get() throws IOException {
    run(work);
    try {
      return result.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("Interrupted.").initCause(e);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
    }
  }

  /** Waits until nobody works on it, however that ends. What has not begun never will. */
  void end() {
    if (work.getAndSet(null) == null) {
      Object unused = result.handle((value, failure) -> work).join();
    }
  }
}
