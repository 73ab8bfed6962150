package dev.proxystore.stream;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of one producer, which send in the background: one a topic, ending when idle. */
final class BackgroundThreads implements AutoCloseable {
  private static final int IDLE_SECONDS = 5;

  private final AtomicInteger started = new AtomicInteger();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE_SECONDS,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          this::thread);

  private Thread thread(Runnable work) {
    Thread thread = new Thread(work, "proxystore-producer-" + started.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  void run(Runnable work) {
    try {
      threads.execute(work);
    } catch (RejectedExecutionException e) {
      // the producer is closed, and whoever closed it has sent what was left
    }
  }

  void runAfter(Duration delay, Runnable work) {
    CompletableFuture.delayedExecutor(
            TimeUnit.NANOSECONDS.convert(delay), TimeUnit.NANOSECONDS, this::run)
        .execute(work);
  }

  @Override
  public void close() {
    threads.shutdown();
  }
}
