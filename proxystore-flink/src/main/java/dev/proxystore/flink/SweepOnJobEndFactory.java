package dev.proxystore.flink;

import dev.proxystore.store.StoreConfig;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobStatusChangedListener;
import org.apache.flink.core.execution.JobStatusChangedListenerFactory;

/**
 * Removes the objects of jobs that are cancelled or fail for good, unless a checkpoint of the job
 * stays. Switched on in the configuration of the JobManager, which needs this module and the
 * connectors on its class path:
 *
 * <pre>{@code
 * execution.job-status-changed-listeners: dev.proxystore.flink.SweepOnJobEndFactory
 * proxystore.sweep.stores: redis://localhost:6379/frames;redis://localhost:6379/texts
 * }</pre>
 *
 * <p>Whether a checkpoint stays is read from {@code
 * execution.checkpointing.externalized-checkpoint-retention} there: leave it to the cluster, and do
 * not set it in jobs.
 */
@PublicEvolving
public final class SweepOnJobEndFactory implements JobStatusChangedListenerFactory {
  /** The addresses of the stores that are swept. */
  public static final ConfigOption<List<String>> STORES =
      ConfigOptions.key("proxystore.sweep.stores")
          .stringType()
          .asList()
          .noDefaultValue()
          .withDescription("Addresses of stores from which objects of jobs that are over go.");

  @Override
  public JobStatusChangedListener createListener(Context context) {
    Configuration configuration = context.getConfiguration();
    List<StoreConfig> stores =
        configuration.getOptional(STORES).orElse(List.of()).stream().map(StoreConfig::of).toList();
    return new SweepOnJobEnd(
        stores,
        configuration.get(CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION),
        context.getIOExecutor());
  }
}
