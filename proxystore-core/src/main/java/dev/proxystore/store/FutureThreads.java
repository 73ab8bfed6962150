package dev.proxystore.store;

import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads that look for objects which are waited for: the store's own, so that whoever waits on
 * a thread of the user's executor does not keep it from being found. They end when idle.
 */
final class FutureThreads implements Executor, AutoCloseable {
  private static final int IDLE_SECONDS = 10;

  private final BackgroundExecutor workers;
  private final ScheduledThreadPoolExecutor clock;

  FutureThreads(String storeName) {
    workers = new BackgroundExecutor(storeName + "-future", null);
    clock =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "proxystore-" + storeName + "-future-clock");
              thread.setDaemon(true);
              return thread;
            });
    clock.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    clock.allowCoreThreadTimeOut(true);
    clock.setRemoveOnCancelPolicy(true);
    clock.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
  }

  /** Of no effect once it is closed: then nobody waits any more. */
  @Override
  public void execute(Runnable task) {
    try {
      workers.execute(task);
    } catch (RejectedExecutionException e) {
      // as said above
    }
  }

  /** Runs what takes no time. */
  Future<?> later(Runnable task, long millis) {
    return clock.schedule(task, millis, TimeUnit.MILLISECONDS);
  }

  /** What was to run at once still does. */
  @Override
  public void close() {
    workers.close();
    clock.shutdown();
  }
}
