package dev.proxystore.flink.operators;

import dev.proxystore.connector.Key;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Releases objects a few at a time, with pauses between. The first failure ends it: whoever asked
 * begins anew with all of them, since what has gone may be asked to go again. Safe for use by
 * several threads.
 */
final class Slices {

  /** Says how long to wait. */
  interface Pauses {
    Duration pause(int gone, int left);
  }

  private final List<Key> keys;
  private final Function<List<Key>, CompletableFuture<Void>> release;
  private final Pauses pauses;
  private final ReleaseWorker worker;
  private final CompletableFuture<Void> done = new CompletableFuture<>();

  /** Where it goes on after a pause, null if it does not pause. */
  private @Nullable Integer paused;

  private boolean hurried;

  Slices(
      List<Key> keys,
      Function<List<Key>, CompletableFuture<Void>> release,
      Pauses pauses,
      ReleaseWorker worker) {
    this.keys = keys;
    this.release = release;
    this.pauses = pauses;
    this.worker = worker;
  }

  /** Begins; completes when all are gone. */
  CompletableFuture<Void> run() {
    releaseFrom(0);
    return done;
  }

  /** There is no pause any more, and if there is one now it ends. */
  void hurry() {
    Integer next = takePaused(true);
    if (next != null && !worker.after(Duration.ZERO, () -> releaseFrom(next))) {
      done.completeExceptionally(
          new RejectedExecutionException("The operator has been closed before the objects went."));
    }
  }

  private synchronized @Nullable Integer takePaused(boolean hurry) {
    hurried |= hurry;
    Integer next = paused;
    paused = null;
    return next;
  }

  private void releaseFrom(int start) {
    if (start == keys.size()) {
      done.complete(null);
      return;
    }
    int end = Math.min(start + Pace.SLICE, keys.size());
    CompletableFuture<Void> unused =
        release
            .apply(keys.subList(start, end))
            .whenComplete(
                (gone, error) -> {
                  if (error == null) {
                    pauseAt(end, pauses.pause(end - start, keys.size() - end));
                  } else {
                    done.completeExceptionally(error);
                  }
                });
  }

  private void pauseAt(int next, Duration pause) {
    if (pause.isZero() || !mayPauseAt(next)) {
      releaseFrom(next);
    } else if (!worker.after(pause, this::goOn)) {
      goOn();
    }
  }

  private synchronized boolean mayPauseAt(int next) {
    paused = hurried ? null : (Integer) next;
    return !hurried;
  }

  private void goOn() {
    Integer next = takePaused(false);
    if (next != null) {
      releaseFrom(next);
    }
  }
}
