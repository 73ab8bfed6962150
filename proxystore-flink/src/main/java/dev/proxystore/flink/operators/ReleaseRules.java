package dev.proxystore.flink.operators;

import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.flink.ProxyDiscardOptions;
import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Release;
import dev.proxystore.flink.ProxyResolveOptions.Savepoints;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.streaming.runtime.tasks.StreamTask;

/**
 * When an operator's objects go.
 *
 * @param consumer under whose name objects are released that have several
 * @param retained how many completed checkpoints hold a mark before its object goes
 * @param savepoints whether what they hold stays
 * @param timing whether checkpoints are waited for at all
 * @param backoff of evictions that fail
 */
record ReleaseRules(
    Release release,
    ObjectConsumer consumer,
    int retained,
    Savepoints savepoints,
    Timing timing,
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
    return new ReleaseRules(
        options.release(),
        consumer,
        options.retainCheckpoints(),
        options.savepoints(),
        timing(task),
        backoff);
  }

  /** Of an operator that drops them. */
  static ReleaseRules of(
      ProxyDiscardOptions options,
      ObjectConsumer consumer,
      Backoff backoff,
      StreamTask<?, ?> task) {
    return new ReleaseRules(
        options.release(),
        consumer,
        options.retainCheckpoints(),
        options.savepoints(),
        timing(task),
        backoff);
  }

  /** As the job of a task is configured. A job in batch mode takes no checkpoints. */
  private static Timing timing(StreamTask<?, ?> task) {
    return CheckpointingOptions.isCheckpointingEnabled(task.getEnvironment().getJobConfiguration())
        ? Timing.WITH_CHECKPOINTS
        : Timing.AT_ONCE;
  }

  boolean respectsSavepoints() {
    return savepoints == Savepoints.RESPECTED && withCheckpoints();
  }

  boolean withCheckpoints() {
    return timing == Timing.WITH_CHECKPOINTS;
  }
}
