package dev.proxystore.flink.orphans;

import dev.proxystore.store.Store;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.JobID;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.jspecify.annotations.Nullable;

/**
 * The objects that one attempt at a sink's writer puts: numbers them and has what earlier attempts
 * put and no checkpoint holds removed. A writer is not told of completed checkpoints, so it clears
 * up at the start and with its second checkpoint. Leaves a mark that nothing is published yet,
 * which {@link Publications} goes on with. Used by the task's thread.
 */
@Internal
public final class PublishedObjects {
  private static final int LAST_SWEEP = 2;

  private final Store store;
  private final String prefix;
  private final String firstMark;
  private final Orphans orphans;
  private final BackgroundSweep sweep;
  private long behind;
  private final Counter removed = new ThreadSafeSimpleCounter();
  private long next;
  private @Nullable String mark;
  private int checkpoints;

  /**
   * @param marker under which marks of savepoints are left, see {@link #marker}
   * @param restored what the ids of each earlier attempt's objects begin with that the checkpoint
   *     tells of, and the number of its next object; and what {@link #watched} said
   */
  public PublishedObjects(
      Store store, PutAttempt own, String marker, int parallelism, Map<String, Long> restored) {
    this.store = store;
    this.prefix = own.prefix();
    this.behind = own.restored();
    this.orphans =
        new Orphans(store, new Start(own, parallelism), marker, Watch.read(restored), false);
    this.sweep = new BackgroundSweep(orphans, removed);
    this.firstMark = PublicationMark.id(own, 0);
    if (store.isListable()) {
      sweep.start();
    }
  }

  /** Under which the operator before a sink's writers leaves marks of savepoints. */
  public static String marker(JobID job, UUID sink) {
    return Names.sink(job, sink);
  }

  /** The objects of earlier attempts that were removed. */
  public Counter removed() {
    return removed;
  }

  /** What the ids of these objects begin with. */
  public String prefix() {
    return prefix;
  }

  /**
   * The id of the mark that none of these objects has been published. Empty if there is none, since
   * nothing was put, or nobody could ask for it.
   */
  public Optional<String> mark() {
    return Optional.ofNullable(mark);
  }

  /** The number of the next object. */
  public long next() {
    return next;
  }

  /** What the next checkpoint must say of earlier attempts: not all has been cleared up. */
  public Map<String, Long> watched() {
    return orphans.watch().entries();
  }

  /** The id of the next object. Before the first one a mark is left, which may fail. */
  public String nextId() {
    if (mark == null && store.isListable()) {
      mark = PublicationMark.put(store, firstMark).id();
    }
    return store.placed(ObjectId.object(prefix, behind, next++));
  }

  /** A checkpoint is being taken. */
  public void checkpointBegun(long checkpoint) {
    behind = checkpoint + 1;
    orphans.checkpointsAreTaken();
    if (++checkpoints >= LAST_SWEEP && store.isListable()) {
      sweep.checkpointCompleted();
    }
  }

  /** Waits for a sweep that is under way, for a while. */
  public void close() throws InterruptedException {
    sweep.close();
  }
}
