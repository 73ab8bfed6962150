package dev.proxystore.store;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One share in a store that several parts of a process use. Closing it gives the share back; the
 * last one closes the store. May be closed twice; safe for use by several threads.
 */
public final class SharedStore implements AutoCloseable {
  private final Store store;
  private final Runnable leave;
  private final AtomicBoolean closed = new AtomicBoolean();

  SharedStore(Store store, Runnable leave) {
    this.store = store;
    this.leave = leave;
  }

  public Store store() {
    return store;
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      leave.run();
    }
  }
}
