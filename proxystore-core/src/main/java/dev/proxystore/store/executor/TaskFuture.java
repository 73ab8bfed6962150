package dev.proxystore.store.executor;

import java.util.concurrent.CompletableFuture;

/** The future of a task. To cancel it, or to complete it otherwise, gives the task up. */
final class TaskFuture<R> extends CompletableFuture<R> {
  private volatile boolean mayInterrupt;

  /** Whether a task that is given up may be interrupted while it runs. */
  boolean mayInterrupt() {
    return mayInterrupt;
  }

  @Override
  public boolean cancel(boolean mayInterruptIfRunning) {
    mayInterrupt = mayInterruptIfRunning;
    return super.cancel(mayInterruptIfRunning);
  }

  @Override
  public <U> CompletableFuture<U> newIncompleteFuture() {
    return new CompletableFuture<>();
  }
}
