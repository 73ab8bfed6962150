package dev.proxystore.flink.operators;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.store.Store;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The thread of one operator instance that opens the stores of released objects, and tries
 * evictions again that have failed. It exists while there is such work.
 */
final class ReleaseWorker implements AutoCloseable {
  private static final int IDLE_SECONDS = 5;

  private final Function<StoreAddress, Store> stores;
  private final ScheduledThreadPoolExecutor executor;

  /**
   * @param stores called by this worker's thread
   */
  ReleaseWorker(Function<StoreAddress, Store> stores) {
    this.stores = stores;
    executor = new ScheduledThreadPoolExecutor(1, ReleaseWorker::thread);
    executor.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
    executor.allowCoreThreadTimeOut(true);
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "proxystore-releases");
    thread.setDaemon(true);
    return thread;
  }

  CompletableFuture<Store> open(StoreAddress address) {
    return ask(address, store -> store);
  }

  /** Has this worker's thread ask a store something. */
  <T> CompletableFuture<T> ask(StoreAddress address, Function<Store, T> question) {
    try {
      return CompletableFuture.supplyAsync(() -> question.apply(stores.apply(address)), executor);
    } catch (RejectedExecutionException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Does the work after a pause; false if this worker has been closed. */
  @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for it: the work reports itself
  boolean after(Duration pause, Runnable work) {
    try {
      executor.schedule(work, pause.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** What waits is not done any more. */
  @Override
  public void close() {
    executor.shutdownNow();
  }
}
