package dev.proxystore.flink.operators;

import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.flink.ProxyDiscardOptions;
import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Release;
import dev.proxystore.flink.ProxyResolveOptions.Savepoints;
import dev.proxystore.flink.orphans.Checkpoints;
import java.time.Duration;
import org.apache.flink.streaming.runtime.tasks.StreamTask;

/**
 * When an operator's objects go.
 *
 * @param consumer under whose name objects are released that have several
 * @param retained how many completed checkpoints hold a mark before its object goes
 * @param savepoints whether what they hold stays
 * @param timing whether checkpoints are waited for at all
 * @param spread over how long objects go that may go together
 * @param backoff of evictions that fail
 */
record ReleaseRules(
    Release release,
    ObjectConsumer consumer,
    int retained,
    Savepoints savepoints,
    Timing timing,
    Duration spread,
    Backoff backoff) {

  /** What is waited for. */
  enum Timing {
    AT_ONCE,
    WITH_CHECKPOINTS
  }

  /** Of an operator that computes with the objects. */
  static ReleaseRules of(
      ProxyResolveOptions options,
      ObjectConsumer consumer,
      Backoff backoff,
      StreamTask<?, ?> task) {
    return of(
        options.release(),
        consumer,
        options.retainCheckpoints(),
        options.savepoints(),
        backoff,
        task);
  }

  /** Of an operator that drops them. */
  static ReleaseRules of(
      ProxyDiscardOptions options,
      ObjectConsumer consumer,
      Backoff backoff,
      StreamTask<?, ?> task) {
    return of(
        options.release(),
        consumer,
        options.retainCheckpoints(),
        options.savepoints(),
        backoff,
        task);
  }

  /** With checkpoints as the job is configured; one in batch mode takes none. */
  private static ReleaseRules of(
      Release release,
      ObjectConsumer consumer,
      int retained,
      Savepoints savepoints,
      Backoff backoff,
      StreamTask<?, ?> task) {
    Checkpoints checkpoints = Checkpoints.of(task.getEnvironment().getJobConfiguration());
    Timing timing = checkpoints.areTaken() ? Timing.WITH_CHECKPOINTS : Timing.AT_ONCE;
    Duration spread = Pace.spread(checkpoints);
    return new ReleaseRules(release, consumer, retained, savepoints, timing, spread, backoff);
  }

  boolean respectsSavepoints() {
    return savepoints == Savepoints.RESPECTED && withCheckpoints();
  }

  boolean withCheckpoints() {
    return timing == Timing.WITH_CHECKPOINTS;
  }
}
