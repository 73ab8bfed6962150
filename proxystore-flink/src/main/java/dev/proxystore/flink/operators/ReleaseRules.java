package dev.proxystore.flink.operators;

import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.flink.ProxyResolveOptions.Release;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.streaming.runtime.tasks.StreamTask;

/**
 * When an operator's objects go.
 *
 * @param consumer under whose name objects are released that have several
 * @param retained how many completed checkpoints hold a mark before its object goes
 * @param timing whether checkpoints are waited for at all
 * @param backoff of evictions that fail
 */
record ReleaseRules(
    Release release, ObjectConsumer consumer, int retained, Timing timing, Backoff backoff) {

  /** What is waited for. */
  enum Timing {
    AT_ONCE,
    WITH_CHECKPOINTS
  }

  /** As the job of a task is configured. A job in batch mode takes no checkpoints. */
  static ReleaseRules of(
      Release release,
      ObjectConsumer consumer,
      int retained,
      Backoff backoff,
      StreamTask<?, ?> task) {
    boolean checkpoints =
        CheckpointingOptions.isCheckpointingEnabled(task.getEnvironment().getJobConfiguration());
    return new ReleaseRules(
        release,
        consumer,
        retained,
        checkpoints ? Timing.WITH_CHECKPOINTS : Timing.AT_ONCE,
        backoff);
  }

  boolean withCheckpoints() {
    return timing == Timing.WITH_CHECKPOINTS;
  }
}
