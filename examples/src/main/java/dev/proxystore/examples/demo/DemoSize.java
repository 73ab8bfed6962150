package dev.proxystore.examples.demo;

import java.net.URI;
import java.util.Optional;

/**
 * How large the job is.
 *
 * @param parallelism its readers, and its compute tasks
 * @param processes how many processes run it
 */
record DemoSize(int parallelism, int processes) {
  /** Readers of more would wait for each other rather than for a disk. */
  static final int LARGEST_PARALLELISM = 128;

  /**
   * Refuses what no job should have.
   *
   * @throws DemoException if it is too small or too large
   */
  static void requireReasonable(int parallelism) {
    if (parallelism < 1 || parallelism > LARGEST_PARALLELISM) {
      throw new DemoException(
          "--parallelism is from 1 to %d, found %d.".formatted(LARGEST_PARALLELISM, parallelism));
    }
  }

  /** In a cluster in this process. */
  static DemoSize here(Optional<Integer> wanted) {
    return new DemoSize(
        wanted.orElseGet(() -> most(Runtime.getRuntime().availableProcessors())), 1);
  }

  /** In the cluster with this REST API; takes its free slots unless told otherwise. */
  static DemoSize of(URI rest, Optional<Integer> wanted) throws InterruptedException {
    ClusterRest.Overview found = new ClusterRest(rest).overview();
    int needed = wanted.orElseGet(() -> most(Math.max(1, found.freeSlots())));
    if (found.freeSlots() < needed) {
      throw new DemoException(
          "The cluster at %s has %d free slots, and the demo needs %d. Stop other jobs or lower --parallelism."
              .formatted(rest, found.freeSlots(), needed));
    }
    return new DemoSize(needed, Math.min(needed, found.taskManagers()));
  }

  private static int most(int parallelism) {
    return Math.min(parallelism, LARGEST_PARALLELISM);
  }
}
