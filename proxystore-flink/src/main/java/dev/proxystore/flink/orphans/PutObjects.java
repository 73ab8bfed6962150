package dev.proxystore.flink.orphans;

import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.util.HashMap;
import java.util.Map;
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
  private final PutAttempt own;
  private final String prefix;
  private final int parallelism;
  private final AttemptState state;
  private final Map<PutAttempt, Long> restored;
  private final Counter removed = new ThreadSafeSimpleCounter();

  private @Nullable Store store;
  private @Nullable Orphans orphans;
  private @Nullable BackgroundSweep sweep;
  private long next;
  private long pinned;

  public PutObjects(JobID job, String operator, TaskInfo task, StateInitializationContext context)
      throws Exception {
    own = PutAttempt.begin(job, operator, task, context.getRestoredCheckpointId());
    prefix = own.prefix();
    parallelism = task.getNumberOfParallelSubtasks();
    state = new AttemptState(context.getOperatorStateStore());
    restored = state.restored();
  }

  /** Begins to put, and to remove orphans where checkpoints tell which those are. */
  public void begin(Store where, Checkpoints checkpoints) {
    store = where;
    if (checkpoints.areTaken() && where.isListable()) {
      orphans = new Orphans(where, own, parallelism, restored);
      sweep = new BackgroundSweep(orphans, removed);
      sweep.start();
    }
  }

  /** The objects of earlier attempts that were removed. */
  public Counter removed() {
    return removed;
  }

  /** The id of the next object. */
  public String nextId() {
    return store().placed(ObjectId.object(prefix, next++));
  }

  /** Writes into the checkpoint which objects are put before it. */
  public void save() throws Exception {
    Map<PutAttempt, Long> all = new HashMap<>(orphans == null ? Map.of() : orphans.watched());
    all.put(own, next);
    state.save(all);
  }

  /**
   * Leaves a mark in the store that a savepoint holds what was put until now: Flink never restores
   * a job by itself from it, so the job's checkpoints do not tell.
   */
  public void pin() {
    if (next > pinned) {
      String id = ObjectId.pin(prefix, next);
      store().put(new byte[0], PutOptions.defaults().withId(id));
      if (pinned > 0) {
        store().evict(Listing.key(ObjectId.pin(prefix, pinned)));
      }
      pinned = next;
    }
  }

  /** A checkpoint of this attempt is complete. */
  public void checkpointCompleted() {
    if (sweep != null) {
      sweep.checkpointCompleted();
    }
  }

  private Store store() {
    if (store == null) {
      throw new IllegalStateException("Expected begin() before anything is put.");
    }
    return store;
  }

  /** Waits for a sweep that is under way, for a while. */
  public void close() throws InterruptedException {
    if (sweep != null) {
      sweep.close();
    }
  }
}
