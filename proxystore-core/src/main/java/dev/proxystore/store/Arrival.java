package dev.proxystore.store;

import dev.proxystore.connector.DeferrableConnector.Watch;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One object that is waited for, by any number of those who want it in this process. It is looked
 * for when somebody is told that it was set, and again after pauses that grow: short ones where the
 * store tells nobody, long ones where it does, since word may be lost with a connection.
 */
final class Arrival {
  private static final long SHORTEST_PAUSE_MILLIS = 1;
  private static final long LONGEST_PAUSE_MILLIS = 100;
  private static final long SHORTEST_WATCHED_PAUSE_MILLIS = 250;
  private static final long LONGEST_WATCHED_PAUSE_MILLIS = 4000;

  private final Supplier<Optional<byte[]>> look;
  private final Function<Runnable, Optional<Watch>> watching;
  private final FutureThreads threads;
  private final CompletableFuture<byte[]> found = new CompletableFuture<>();

  /** How often somebody has asked to look since that was last done; who asks first, looks. */
  private final AtomicInteger signals = new AtomicInteger();

  /** Guarded by the map of arrivals. */
  private int waiting;

  private volatile boolean closed;

  // Of the one who looks.
  private boolean watchable = true;
  private @Nullable Watch watch;
  private @Nullable Future<?> nextLook;
  private long pauseMillis;

  Arrival(
      Supplier<Optional<byte[]>> look,
      Function<Runnable, Optional<Watch>> watching,
      FutureThreads threads) {
    this.look = look;
    this.watching = watching;
    this.threads = threads;
  }

  /** Completes with what was found, or with what went wrong when it was looked for. */
  CompletableFuture<byte[]> found() {
    return found;
  }

  Arrival join() {
    waiting++;
    return this;
  }

  /** Whether that was the last who waits. */
  boolean isLeftByAll() {
    return --waiting == 0;
  }

  /** Has somebody look, soon. Returns at once. */
  void signal() {
    if (signals.getAndIncrement() == 0) {
      threads.execute(this::lookWhileAsked);
    }
  }

  private void lookWhileAsked() {
    int seen;
    do {
      seen = signals.get();
      lookOnce();
    } while (!signals.compareAndSet(seen, 0));
  }

  private void lookOnce() {
    try {
      if (closed || isHere() || (isWatchedAnew() && isHere())) {
        end();
      } else {
        lookLater();
      }
    } catch (RuntimeException | Error e) {
      found.completeExceptionally(e);
      end();
    }
  }

  private boolean isHere() {
    if (!found.isDone()) {
      look.get().ifPresent(found::complete);
    }
    return found.isDone();
  }

  /** What was set before the watch began is to be looked for once more. */
  private boolean isWatchedAnew() {
    if (!watchable || (watch != null && watch.isLive())) {
      return false;
    }
    closeWatch();
    watch = watching.apply(this::signal).orElse(null);
    watchable = watch != null;
    pauseMillis = watchable ? SHORTEST_WATCHED_PAUSE_MILLIS : SHORTEST_PAUSE_MILLIS;
    return true;
  }

  private void lookLater() {
    cancelNextLook();
    nextLook = threads.later(this::signal, pauseMillis);
    long longest = watchable ? LONGEST_WATCHED_PAUSE_MILLIS : LONGEST_PAUSE_MILLIS;
    pauseMillis = Math.min(2 * pauseMillis, longest);
  }

  private void end() {
    cancelNextLook();
    closeWatch();
  }

  private void cancelNextLook() {
    if (nextLook != null) {
      nextLook.cancel(false);
      nextLook = null;
    }
  }

  private void closeWatch() {
    if (watch != null) {
      watch.close();
      watch = null;
    }
  }

  /** Nobody waits any more. */
  void close() {
    closed = true;
    signal();
  }
}
