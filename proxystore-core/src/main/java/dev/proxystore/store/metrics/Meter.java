package dev.proxystore.store.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells listeners what one store does; for the store alone. Where nobody listens it looks at one
 * field. Safe for use by several threads.
 */
public final class Meter {
  private static final Logger LOG = LoggerFactory.getLogger(Meter.class);

  private final AtomicBoolean warned = new AtomicBoolean();
  private volatile List<StoreListener> listeners = List.of();

  /** One more listener. */
  public synchronized void add(StoreListener listener) {
    List<StoreListener> more = new ArrayList<>(listeners);
    more.add(listener);
    listeners = List.copyOf(more);
  }

  /** A listener less, if it is one. */
  public synchronized void remove(StoreListener listener) {
    List<StoreListener> fewer = new ArrayList<>(listeners);
    fewer.remove(listener);
    listeners = List.copyOf(fewer);
  }

  /** Does something that answers. */
  public <T extends @Nullable Object> T measure(
      StoreOperation operation, int objects, ToLongFunction<T> bytes, Supplier<T> work) {
    List<StoreListener> now = listeners;
    return now.isEmpty() ? work.get() : measure(now, operation, objects, bytes, work);
  }

  private <T extends @Nullable Object> T measure(
      List<StoreListener> now,
      StoreOperation operation,
      int objects,
      ToLongFunction<T> bytes,
      Supplier<T> work) {
    tell(now, each -> each.began(operation));
    long start = System.nanoTime();
    T answer;
    try {
      answer = work.get();
    } catch (RuntimeException | Error e) {
      long nanos = System.nanoTime() - start;
      tell(now, each -> each.ended(operation, objects, 0, nanos, e));
      throw e;
    }
    long nanos = System.nanoTime() - start;
    long moved = bytes.applyAsLong(answer);
    tell(now, each -> each.ended(operation, objects, moved, nanos, null));
    return answer;
  }

  /** Does something that does not answer. */
  public void run(StoreOperation operation, int objects, long bytes, Runnable work) {
    Boolean unused =
        measure(
            operation,
            objects,
            done -> bytes,
            () -> {
              work.run();
              return true;
            });
  }

  /** A read has looked into the cache. */
  public void looked(boolean hit) {
    List<StoreListener> now = listeners;
    if (!now.isEmpty()) {
      tell(now, each -> each.looked(hit));
    }
  }

  /** The store is closed. */
  public void close() {
    tell(listeners, StoreListener::closed);
    listeners = List.of();
  }

  private void tell(List<StoreListener> now, Consumer<StoreListener> what) {
    for (StoreListener each : now) {
      try {
        what.accept(each);
      } catch (RuntimeException e) {
        if (warned.compareAndSet(false, true)) {
          LOG.warn("{} failed, and is not heeded; more failures are not logged.", each, e);
        }
      }
    }
  }
}
