package dev.proxystore.flink.orphans;

import dev.proxystore.store.Store;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.jspecify.annotations.Nullable;

/**
 * The objects that one attempt at a task puts: numbers them, keeps in checkpoints how many there
 * are, and has what earlier attempts put and no checkpoint holds removed. Used by the task's
 * thread.
 */
@Internal
public final class PutObjects {
  private final JobID job;
  private final PutAttempt own;
  private final String prefix;
  private final int parallelism;
  private final AttemptState state;
  private final Watch restored;
  private final Map<String, Long> predecessors;
  private final Counter removed = new ThreadSafeSimpleCounter();

  private @Nullable Store store;
  private @Nullable Orphans orphans;
  private @Nullable BackgroundSweep sweep;
  private @Nullable SavepointPins pins;
  private boolean isFinished;
  private OptionalLong suspending = OptionalLong.empty();
  private long behind;
  private long next;

  /**
   * @param run tells this submission of the job from others under the same job id
   */
  public PutObjects(
      JobID job, UUID run, String operator, TaskInfo task, StateInitializationContext context)
      throws Exception {
    this.job = job;
    own = PutAttempt.begin(job, run, operator, task, context.getRestoredCheckpointId());
    prefix = own.prefix();
    behind = own.restored();
    parallelism = task.getNumberOfParallelSubtasks();
    state = new AttemptState(context.getOperatorStateStore());
    restored = state.restored();
    predecessors = state.predecessors(own);
  }

  /**
   * Begins to put, and to remove orphans where checkpoints tell which those are.
   *
   * @param survivesJobManager whether the job goes on when its JobManager is replaced: then this
   *     may be a later attempt although it is counted as the first
   */
  public void begin(Store where, Checkpoints checkpoints, boolean survivesJobManager) {
    store = where;
    pins = new SavepointPins(where, Names.job(job), own.writer(), predecessors);
    if (checkpoints.areTaken() && where.isListable()) {
      orphans = new Orphans(where, new Start(own, parallelism), restored, survivesJobManager);
      sweep = new BackgroundSweep(orphans, removed);
      if (!own.isCountedFirst()) {
        sweep.start();
      }
    }
  }

  /** The objects of earlier attempts that were removed. */
  public Counter removed() {
    return removed;
  }

  /** The id of the next object. */
  public String nextId() {
    return begun(store).placed(ObjectId.object(prefix, behind, next++));
  }

  /** Writes into the checkpoint which objects are put before it. */
  public void save(long checkpoint) throws Exception {
    behind = checkpoint + 1;
    Watch watch = orphans == null ? Watch.NOTHING : orphans.watch();
    state.save(own, predecessors, watch.with(own, next));
  }

  /** Leaves a mark in the store that a savepoint holds what was put until now. */
  public void pin(TakenSavepoint savepoint) {
    begun(pins).pin(savepoint);
  }

  /** A checkpoint or a savepoint will never be complete. */
  public void checkpointAborted(long checkpoint) {
    begun(pins).aborted(checkpoint);
  }

  /** The job is being stopped with a savepoint, which does not count as a checkpoint. */
  public void suspendedWith(long savepoint) {
    suspending = OptionalLong.of(savepoint);
  }

  /** A checkpoint of this attempt is complete. */
  public void checkpointCompleted(long checkpoint) {
    begun(pins).completed(checkpoint);
    boolean counts = !suspending.equals(OptionalLong.of(checkpoint));
    if (counts && orphans != null && sweep != null) {
      orphans.checkpointCompleted();
      sweep.checkpointCompleted();
    }
  }

  private static <T> T begun(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("Expected begin() before anything is put.");
    }
    return part;
  }

  /** There is nothing more to put. */
  public void finish() {
    isFinished = true;
  }

  /** Waits for a sweep that is under way, for a while. */
  public void close() throws InterruptedException {
    if (sweep != null) {
      if (!isFinished) {
        sweep.abandon();
      }
      sweep.close();
    }
  }
}
