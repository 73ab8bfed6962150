package dev.proxystore.store;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Runs background fetches: on the user's executor, or on daemon threads that end when idle. */
final class BackgroundExecutor implements Executor, AutoCloseable {
  private static final int THREADS = 8;
  private static final int IDLE_SECONDS = 10;

  private final Executor executor;
  private final @Nullable ThreadPoolExecutor own;

  BackgroundExecutor(String storeName, @Nullable Executor given) {
    if (given == null) {
      own = newPool(storeName);
      executor = own;
    } else {
      own = null;
      executor = given;
    }
  }

  private static ThreadPoolExecutor newPool(String storeName) {
    AtomicInteger number = new AtomicInteger();
    ThreadPoolExecutor pool =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> {
              Thread thread =
                  new Thread(task, "proxystore-" + storeName + "-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    pool.allowCoreThreadTimeOut(true);
    return pool;
  }

  @Override
  public void execute(Runnable task) {
    executor.execute(task);
  }

  @Override
  public void close() {
    if (own != null) {
      own.shutdown();
    }
  }
}
