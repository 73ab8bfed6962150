package dev.proxystore.flink.orphans;

import dev.proxystore.store.Store;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Knows which objects of earlier attempts no checkpoint holds, and evicts them. Of an attempt that
 * the restored checkpoint tells of, these are the ones from the number on that stands there; of one
 * that began with the same checkpoint as this attempt, all, since it never reached one of its own.
 * So it is with those that began where an earlier attempt did that the checkpoint says had not
 * cleared up after them. Whatever else is found is left alone: it belongs to a living task, to
 * another job, or to an attempt that was cleared up after before the restored checkpoint. What a
 * savepoint holds stays as long as its mark does.
 *
 * <p>Safe for use by several threads, but for {@link #sweep} and {@link #settle}, which one calls.
 */
final class Orphans {
  /** Shorter than it takes another JobManager to take over and to start a task anew. */
  private static final Duration FIRST_MOMENTS = Duration.ofSeconds(5);

  private final Store store;
  private final PutAttempt own;
  private final Start start;
  private final String marker;
  private final boolean survivesJobManager;

  /** Of earlier attempts that had not cleared up after those before them. */
  private final Set<Start> earlierStarts;

  /** Earlier attempts that are looked after, and the number from which on each has orphans. */
  private final Map<PutAttempt, Long> watched = new ConcurrentHashMap<>();

  /** Those of which the last sweep left some for a savepoint. */
  private final Set<PutAttempt> held = new HashSet<>();

  private SavepointMarks marks = SavepointMarks.of(List.of());

  /** Left for all operators of the job; looked for when there is the first orphan. */
  private @Nullable SavepointMarks jobMarks;

  /** What marks say of a sink's attempts; of operators there are none. */
  private Map<PutAttempt, Long> unpublished = Map.of();

  private final long began = System.nanoTime();
  private volatile boolean isEnded;
  private volatile boolean isSettled;
  private volatile boolean hasCheckpoint;

  /** Without, a sink publishes at its end, and no state tells of that: only marks do. */
  private volatile boolean checkpointsAreTaken;

  /** What an operator puts, which leaves marks of savepoints itself. */
  Orphans(Store store, Start start, Watch restored, boolean survivesJobManager) {
    this(store, start, start.attempt().writer(), restored, survivesJobManager);
    checkpointsAreTaken = true;
  }

  /**
   * @param marker under which marks of savepoints are left
   * @param restored what the restored checkpoint says of attempts at this operator
   * @param survivesJobManager whether an attempt that is counted as the first may not be it
   */
  Orphans(Store store, Start start, String marker, Watch restored, boolean survivesJobManager) {
    this.store = store;
    this.own = start.attempt();
    this.start = start;
    this.marker = marker;
    this.survivesJobManager = survivesJobManager;
    earlierStarts =
        restored.starts().stream()
            .filter(each -> each.attempt().writer().equals(own.writer()))
            .collect(Collectors.toUnmodifiableSet());
    restored
        .next()
        .forEach(
            (attempt, next) -> {
              if (attempt.writer().equals(own.writer())) {
                watched.put(attempt, next);
              }
            });
  }

  /**
   * Whether there may be any: not before the first attempt of a job that begins from nothing. A new
   * JobManager counts attempts anew.
   */
  boolean arePossible() {
    return !own.isCountedFirst() || survivesJobManager;
  }

  /** What the next checkpoint must say, so that whoever restores it goes on watching. */
  Watch watch() {
    // Before the attempts are read: they are complete once this is settled.
    boolean settled = isSettled || !arePossible();
    Set<Start> starts = new HashSet<>();
    if (!settled) {
      starts.addAll(earlierStarts);
      starts.add(start);
    }
    return new Watch(watched, starts);
  }

  /** Earlier attempts that are watched, each with the number of its first orphan. */
  Map<PutAttempt, Long> watched() {
    return Map.copyOf(watched);
  }

  /** This attempt has failed or was cancelled: its successor may begin. Nothing more is evicted. */
  void end() {
    isEnded = true;
  }

  /** A checkpoint of this attempt is complete: nobody begins where it began any more. */
  void checkpointCompleted() {
    hasCheckpoint = true;
  }

  /** What has reached no checkpoint is not published either. */
  void checkpointsAreTaken() {
    checkpointsAreTaken = true;
  }

  /** Evicts what is there now; the answer is how much that was. */
  long sweep() {
    if (isSettled && !haveMarksGone()) {
      return 0;
    }
    isSettled = false;
    Listing listing = Listing.of(store, own.writer());
    marks =
        marker.equals(own.writer())
            ? SavepointMarks.of(listing.marks())
            : SavepointMarks.list(store, marker);
    jobMarks = null;
    held.clear();
    unpublished = listing.unpublished();
    long removed = listing.evict(this::mayGo);
    listing.evictPublications(this::isClearedUp);
    return removed;
  }

  /** Nothing is left of the attempt but what was published. */
  private boolean isClearedUp(PutAttempt attempt) {
    boolean isEarlier = watched.containsKey(attempt) || neverReachedACheckpoint(attempt);
    return !isEnded && isEarlier && !held.contains(attempt) && !attempt.equals(own);
  }

  private boolean haveMarksGone() {
    boolean ofJob = jobMarks != null && jobMarks.haveGone(store);
    return marks.haveGone(store) || ofJob;
  }

  private boolean mayGo(ObjectId id) {
    boolean orphan = !isEnded && isOrphan(id);
    if (orphan && mayBeHeld(id)) {
      held.add(id.attempt());
      return false;
    }
    return orphan;
  }

  private boolean mayBeHeld(ObjectId id) {
    return marks.mayHold(id) || (marker.equals(own.writer()) && jobMarks().mayHold(id));
  }

  private SavepointMarks jobMarks() {
    if (jobMarks == null) {
      jobMarks = SavepointMarks.listOfJob(store, own.writer());
    }
    return jobMarks;
  }

  private boolean isOrphan(ObjectId id) {
    PutAttempt attempt = id.attempt();
    if (attempt.equals(own)) {
      return false;
    }
    if (neverReachedACheckpoint(attempt)) {
      Long first = checkpointsAreTaken ? Long.valueOf(0) : unpublished.get(attempt);
      if (first != null) {
        watched.putIfAbsent(attempt, first);
      }
    }
    return id.number() >= watched.getOrDefault(attempt, Long.MAX_VALUE);
  }

  /**
   * As long as this attempt has no checkpoint, one that began where it began may be its successor,
   * and it dying itself.
   */
  private boolean neverReachedACheckpoint(PutAttempt attempt) {
    boolean beganHere = hasCheckpoint || isEarlier(attempt);
    return (beganHere && start.showsUnreached(attempt))
        || earlierStarts.stream().anyMatch(each -> each.showsUnreached(attempt));
  }

  /** A lower number says so, unless there may be another JobManager, which counts anew. */
  private boolean isEarlier(PutAttempt attempt) {
    return attempt.number() < own.number()
        && (!survivesJobManager || System.nanoTime() - began < FIRST_MOMENTS.toNanos());
  }

  /**
   * Ends the watch, once all has been cleared up, but for what savepoints hold; says whether there
   * is such. From then on a sweep looks through the store only when one of their marks has gone.
   */
  boolean settle() {
    watched.keySet().retainAll(held);
    isSettled = true;
    return !held.isEmpty();
  }

  /** Whether nothing is left but what savepoints hold, as far as is known. */
  boolean isSettled() {
    return isSettled;
  }
}
