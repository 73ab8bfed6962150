package dev.proxystore.flink.operators;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.flink.SweepOnJobEndFactory;
import dev.proxystore.store.StoreConfig;
import java.util.List;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.DeploymentOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;

/**
 * The checkpoints that Flink keeps of a job that is over, and what sweeps then. That goes by the
 * configuration of the cluster: it is not told that of the job.
 */
final class RetainedCheckpoints {
  private static final String LISTENER = SweepOnJobEndFactory.class.getName();

  private RetainedCheckpoints() {}

  /**
   * Checks that the objects of checkpoints that the job keeps are not swept.
   *
   * @throws IllegalArgumentException if they would be, as far as can be seen here
   */
  static void requireUnswept(StoreAddress store, Configuration job, Configuration cluster) {
    ExternalizedCheckpointRetention wanted = retention(job);
    ExternalizedCheckpointRetention known = retention(cluster);
    if (rank(wanted) > rank(known) && isSwept(store, cluster)) {
      throw new IllegalArgumentException(
          "The job sets %s to %s and the cluster has %s, expected the same: when the job is over, %s sweeps the store %s by the cluster's, and objects go of checkpoints that the job keeps. Set it in the cluster's configuration, or take the store out of %s."
              .formatted(
                  CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION.key(),
                  wanted,
                  known,
                  SweepOnJobEndFactory.class.getSimpleName(),
                  store,
                  SweepOnJobEndFactory.STORES.key()));
    }
  }

  private static boolean isSwept(StoreAddress store, Configuration cluster) {
    return cluster
            .getOptional(DeploymentOptions.JOB_STATUS_CHANGED_LISTENERS)
            .orElse(List.of())
            .contains(LISTENER)
        && cluster.getOptional(SweepOnJobEndFactory.STORES).orElse(List.of()).stream()
            .anyMatch(swept -> StoreConfig.of(swept).address().equals(store));
  }

  private static ExternalizedCheckpointRetention retention(Configuration configuration) {
    return configuration.get(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION);
  }

  /** The more checkpoints are kept, the higher. */
  private static int rank(ExternalizedCheckpointRetention retention) {
    return switch (retention) {
      case NO_EXTERNALIZED_CHECKPOINTS -> 0;
      case DELETE_ON_CANCELLATION -> 1;
      case RETAIN_ON_CANCELLATION -> 2;
    };
  }
}
