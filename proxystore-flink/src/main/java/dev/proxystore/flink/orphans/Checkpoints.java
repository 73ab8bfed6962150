package dev.proxystore.flink.orphans;

import dev.proxystore.store.StoreConfig;
import java.time.Duration;
import org.apache.flink.annotation.Internal;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;

/** Whether a job takes checkpoints, and how long an object must live for them. */
@Internal
public record Checkpoints(boolean areTaken, Duration interval, Duration timeout) {

  /** Those of a job with this configuration. */
  public static Checkpoints of(Configuration job) {
    return new Checkpoints(
        CheckpointingOptions.isCheckpointingEnabled(job),
        job.getOptional(CheckpointingOptions.CHECKPOINTING_INTERVAL).orElse(Duration.ZERO),
        job.get(CheckpointingOptions.CHECKPOINTING_TIMEOUT));
  }

  /**
   * The shortest time to live that goes with the checkpoints: an object is put just behind one,
   * belongs to the next one, and may be needed until the one after that is complete.
   */
  public Duration shortestTimeToLive() {
    return interval.plus(timeout).multipliedBy(2);
  }

  /**
   * Checks that objects do not go while a checkpoint may need them.
   *
   * @throws IllegalArgumentException if they may
   */
  public void requireLongLife(StoreConfig store) {
    boolean limited = areTaken && !store.timeToLive().isZero();
    if (limited && store.timeToLive().compareTo(shortestTimeToLive()) < 0) {
      throw new IllegalArgumentException(
          "The store %s has a time to live of %s, expected at least %s: twice the interval (%s) and the timeout (%s) of the job's checkpoints, or else objects go that a checkpoint still holds. Give it a longer one, or none; orphans go without it."
              .formatted(
                  store.address(), store.timeToLive(), shortestTimeToLive(), interval, timeout));
    }
  }
}
