package dev.proxystore.store.large;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * Work for the background that whoever needs its result does himself if nobody has begun: so a
 * thread of the background that reads an object never waits for its own kind.
 */
final class Ahead<T> {
  private final AtomicBoolean begun = new AtomicBoolean();
  private final CompletableFuture<T> result = new CompletableFuture<>();
  private final Supplier<T> work;

  Ahead(Executor background, Supplier<T> work) {
    this.work = work;
    try {
      background.execute(this::run);
    } catch (RejectedExecutionException e) {
      // Then it is done by whoever needs it.
    }
  }

  private void run() {
    if (begun.compareAndSet(false, true)) {
      try {
        result.complete(work.get());
      } catch (RuntimeException | Error e) {
        result.completeExceptionally(e);
      }
    }
  }

  /** Waits for the result, or throws what the work has thrown. */
  T get() throws IOException {
    run();
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
    if (!begun.compareAndSet(false, true)) {
      Object unused = result.handle((value, failure) -> begun).join();
    }
  }
}
