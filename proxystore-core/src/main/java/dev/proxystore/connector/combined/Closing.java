package dev.proxystore.connector.combined;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Does several things of which each must be tried, though others fail. */
final class Closing {
  private Closing() {}

  /** Throws what failed first, with what failed later as suppressed. */
  static void all(List<Runnable> work) {
    RuntimeException failure = tryAll(null, work);
    if (failure != null) {
      throw failure;
    }
  }

  /** After a failure, which takes those of the work as suppressed. */
  static void after(RuntimeException failure, List<Runnable> work) {
    tryAll(failure, work);
  }

  private static @Nullable RuntimeException tryAll(
      @Nullable RuntimeException before, List<Runnable> work) {
    RuntimeException failure = before;
    for (Runnable each : work) {
      try {
        each.run();
      } catch (RuntimeException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    return failure;
  }
}
