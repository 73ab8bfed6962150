package dev.proxystore.store.ownership;

import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An object, who has borrowed it, and whether it is still owned. Knows nothing of its owner, so
 * that it can be removed when that is garbage.
 */
final class OwnedObject<T> implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(OwnedObject.class);

  private enum State {
    OWNED,
    CLOSED,
    TRANSFERRED
  }

  private final Store store;
  private final PutOptions options;
  private Proxy<T> proxy;
  private Key key;
  private State state = State.OWNED;
  private int sharedBorrows;
  private boolean mutablyBorrowed;

  OwnedObject(Store store, Key key, Proxy<T> proxy, PutOptions options) {
    this.store = store;
    this.options = options;
    this.key = key;
    this.proxy = proxy;
  }

  Store store() {
    return store;
  }

  PutOptions options() {
    return options;
  }

  /** The address, whether it is owned or not. */
  synchronized String describe() {
    return proxy + (state == State.OWNED ? "" : ", " + state.name().toLowerCase(Locale.ROOT));
  }

  synchronized Proxy<T> proxy() {
    requireOwned();
    return proxy;
  }

  /** The object for its owner, who does not look while another may change it. */
  synchronized Proxy<T> toRead(String use) {
    requireOwned();
    requireNotMutablyBorrowed(use);
    return proxy;
  }

  synchronized void borrow() {
    requireOwned();
    requireNotMutablyBorrowed("be borrowed");
    sharedBorrows++;
  }

  synchronized void borrowMutably() {
    requireOwned();
    requireUnborrowed("be borrowed to be changed");
    mutablyBorrowed = true;
  }

  synchronized void giveBack() {
    sharedBorrows--;
  }

  synchronized void giveBackMutable() {
    mutablyBorrowed = false;
  }

  synchronized void updateOwned(T value) {
    requireOwned();
    requireUnborrowed("be updated by its owner");
    update(value);
  }

  /** For who has the one mutable borrow. */
  synchronized void update(T value) {
    key = store.put(value, options.withId(key.id()));
    proxy = store.proxyFromKey(key);
  }

  synchronized Proxy<T> transfer() {
    requireOwned();
    requireUnborrowed("be transferred");
    state = State.TRANSFERRED;
    return Proxy.of(proxy.factory());
  }

  /** Removes the object, unless it is owned no more; if the store fails, it stays owned. */
  synchronized void close() {
    if (state == State.OWNED) {
      requireUnborrowed("be removed");
      store.evict(key);
      state = State.CLOSED;
    }
  }

  /** The owner was closed, or has become garbage without: then the object is removed, and said. */
  @Override
  public synchronized void run() {
    if (state != State.OWNED) {
      return;
    }
    state = State.CLOSED;
    LOG.warn("The owner of {} was never closed. It is removed now; use try-with-resources.", proxy);
    if (!store.isClosed()) {
      evictInBackground();
    }
  }

  private void evictInBackground() {
    try {
      var unused =
          store.evictBatchAsync(List.of(key)).whenComplete((done, failure) -> logFailure(failure));
    } catch (RuntimeException e) {
      logFailure(e);
    }
  }

  private void logFailure(@Nullable Throwable failure) {
    if (failure != null) {
      LOG.error("An object without an owner stays in its store.", failure);
    }
  }

  private void requireOwned() {
    if (state == State.CLOSED) {
      throw new OwnershipEndedException(
          "The owner of %s was closed, and the object is gone. Use it before it is closed."
              .formatted(proxy));
    }
    if (state == State.TRANSFERRED) {
      throw new OwnershipEndedException(
          "%s was transferred and belongs to whoever adopted it. Transfer it when you need it no more, or transfer a copy."
              .formatted(proxy));
    }
  }

  private void requireNotMutablyBorrowed(String use) {
    if (mutablyBorrowed) {
      throw new BorrowedException(
          "%s cannot %s: it is borrowed by one who may change it. Close that borrow first."
              .formatted(proxy, use));
    }
  }

  private void requireUnborrowed(String use) {
    requireNotMutablyBorrowed(use);
    if (sharedBorrows > 0) {
      throw new BorrowedException(
          "%s cannot %s: it is borrowed %s first."
              .formatted(
                  proxy,
                  use,
                  sharedBorrows == 1
                      ? "once. Close that borrow"
                      : sharedBorrows + " times. Close those borrows"));
    }
  }
}
