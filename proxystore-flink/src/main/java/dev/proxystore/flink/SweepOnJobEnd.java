package dev.proxystore.flink;

import dev.proxystore.store.StoreConfig;
import java.util.List;
import java.util.concurrent.Executor;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.core.execution.JobExecutionStatusEvent;
import org.apache.flink.core.execution.JobStatusChangedEvent;
import org.apache.flink.core.execution.JobStatusChangedListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sweeps stores when a job is over and Flink keeps no checkpoint of it. */
final class SweepOnJobEnd implements JobStatusChangedListener {
  private static final Logger LOG = LoggerFactory.getLogger(SweepOnJobEnd.class);

  private final List<StoreConfig> stores;
  private final ExternalizedCheckpointRetention retention;
  private final Executor executor;

  SweepOnJobEnd(
      List<StoreConfig> stores, ExternalizedCheckpointRetention retention, Executor executor) {
    this.stores = stores;
    this.retention = retention;
    this.executor = executor;
  }

  @Override
  public void onEvent(JobStatusChangedEvent event) {
    if (event instanceof JobExecutionStatusEvent status && keepsNoCheckpoint(status.newStatus())) {
      stores.forEach(store -> executor.execute(() -> sweep(store, event.jobId())));
    }
  }

  /** A job that finished may have stopped with a savepoint; it has released what it used. */
  private boolean keepsNoCheckpoint(JobStatus status) {
    return switch (status) {
      case CANCELED -> retention != ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION;
      case FAILED -> retention == ExternalizedCheckpointRetention.NO_EXTERNALIZED_CHECKPOINTS;
      default -> false;
    };
  }

  private static void sweep(StoreConfig store, JobID job) {
    try {
      long removed = JobObjects.sweep(store, job);
      LOG.info(
          "Removed {} objects of the job {} from the store {}.", removed, job, store.address());
    } catch (RuntimeException e) {
      LOG.warn("Objects of the job {} stay in the store {}.", job, store.address(), e);
    }
  }
}
