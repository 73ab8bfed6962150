package dev.proxystore.flink.orphans;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import org.apache.flink.annotation.Internal;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.checkpoint.SavepointType;
import org.apache.flink.runtime.state.CheckpointStorageLocationReference;
import org.apache.flink.runtime.state.filesystem.AbstractFsCheckpointStorageAccess;

/**
 * A savepoint that is being taken.
 *
 * @param id its number, in one sequence with the job's checkpoints
 * @param time when it was asked for, as Flink shows it
 * @param location where it will lie; empty if Flink does not tell the tasks
 */
@Internal
public record TakenSavepoint(long id, Instant time, String location) {

  /** Empty for checkpoints. */
  public static Optional<TakenSavepoint> of(long id, long timestamp, CheckpointOptions options) {
    return options.getCheckpointType().isSavepoint()
        ? Optional.of(
            new TakenSavepoint(
                id, Instant.ofEpochMilli(timestamp), location(options.getTargetLocation())))
        : Optional.empty();
  }

  /**
   * Whether the job stops with it, without a drain. That is no checkpoint: should the job fail
   * while it ends, it goes back to the one before.
   */
  public static boolean suspends(CheckpointOptions options) {
    return options.getCheckpointType() instanceof SavepointType savepoint
        && savepoint.isSynchronous()
        && !savepoint.shouldAdvanceToEndOfTime();
  }

  private static String location(CheckpointStorageLocationReference target) {
    try {
      return target.isDefaultReference()
          ? ""
          : withoutCredentials(
              AbstractFsCheckpointStorageAccess.decodePathFromReference(target).toUri());
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String withoutCredentials(URI location) {
    String text = location.toString();
    return location.getRawUserInfo() == null
        ? text
        : text.replace(location.getRawUserInfo() + "@", "");
  }

  /** What its marks say. */
  String text() {
    return time + " " + location;
  }

  int textBytes() {
    return text().getBytes(StandardCharsets.UTF_8).length;
  }
}
