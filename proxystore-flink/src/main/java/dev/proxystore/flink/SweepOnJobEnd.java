package dev.proxystore.flink;

import dev.proxystore.store.StoreConfig;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.core.execution.JobExecutionStatusEvent;
import org.apache.flink.core.execution.JobStatusChangedEvent;
import org.apache.flink.core.execution.JobStatusChangedListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sweeps stores when a job is over and Flink keeps no checkpoint of it. Where Flink keeps one,
 * notes that: the job id may be used again, and the next job under it be swept.
 */
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
    if (event instanceof JobExecutionStatusEvent status && isOver(status.newStatus())) {
      BiConsumer<StoreConfig, JobID> work =
          keepsACheckpoint(status.newStatus()) ? SweepOnJobEnd::keep : SweepOnJobEnd::sweep;
      stores.forEach(store -> executor.execute(() -> work.accept(store, event.jobId())));
    }
  }

  /** A job that finished may have stopped with a savepoint; it has released what it used. */
  private static boolean isOver(JobStatus status) {
    return status == JobStatus.CANCELED || status == JobStatus.FAILED;
  }

  private boolean keepsACheckpoint(JobStatus status) {
    return switch (retention) {
      case NO_EXTERNALIZED_CHECKPOINTS -> false;
      case DELETE_ON_CANCELLATION -> status == JobStatus.FAILED;
      case RETAIN_ON_CANCELLATION -> true;
    };
  }

  private static void keep(StoreConfig store, JobID job) {
    try {
      long kept = JobObjects.keep(store, job);
      LOG.info(
          "{} objects of the job {} stay in the store {}, since a checkpoint of it is kept.",
          kept,
          job,
          store.address());
    } catch (RuntimeException e) {
      LOG.warn(
          "It could not be noted in the store {} that a checkpoint of the job {} is kept: should the job id be used again, keep the checkpoints of that job too.",
          store.address(),
          job,
          e);
    }
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
