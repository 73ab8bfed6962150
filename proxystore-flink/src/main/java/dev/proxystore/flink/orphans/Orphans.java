package dev.proxystore.flink.orphans;

import dev.proxystore.store.Store;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Knows which objects of earlier attempts no checkpoint holds, and evicts them. Of an attempt that
 * the restored checkpoint tells of, these are the ones from the number on that stands there; of one
 * that began with the same checkpoint as this attempt, all, since it never reached one of its own.
 * Whatever else is found is left alone: it belongs to a living task, to another job, or to an
 * attempt that was cleared up after before the restored checkpoint.
 *
 * <p>Safe for use by several threads.
 */
final class Orphans {
  private final Store store;
  private final PutAttempt own;
  private final int parallelism;

  /** Earlier attempts that are looked after, and the number from which on each has orphans. */
  private final Map<PutAttempt, Long> watched = new ConcurrentHashMap<>();

  /**
   * @param restored what the restored checkpoint says of attempts at this operator
   */
  Orphans(Store store, PutAttempt own, int parallelism, Map<PutAttempt, Long> restored) {
    this.store = store;
    this.own = own;
    this.parallelism = parallelism;
    restored.forEach(
        (attempt, next) -> {
          if (attempt.writer().equals(own.writer())) {
            watched.merge(attempt, next, Math::min);
          }
        });
  }

  /**
   * Whether there may be any. Before the first attempt of a job that begins from nothing nobody has
   * been there, or nobody knows who.
   */
  boolean arePossible() {
    return own.number() > 0 || own.restored() > 0;
  }

  /** What the next checkpoint must say, so that whoever restores it goes on watching. */
  Map<PutAttempt, Long> watched() {
    return Map.copyOf(watched);
  }

  /** Evicts what is there now; the answer is how much that was. */
  long sweep() {
    Listing listing = Listing.of(store, own.writer());
    Map<PutAttempt, Long> pinned = new HashMap<>(listing.pinned());
    return listing.evict(id -> isOrphan(id, pinned.getOrDefault(id.attempt(), 0L)));
  }

  private boolean isOrphan(ObjectId id, long pinned) {
    PutAttempt attempt = id.attempt();
    if (attempt.equals(own) || id.number() < pinned) {
      return false;
    }
    if (isOfThisTask(attempt.subtask()) && neverReachedACheckpoint(attempt)) {
      watched.putIfAbsent(attempt, 0L);
    }
    return id.number() >= watched.getOrDefault(attempt, Long.MAX_VALUE);
  }

  private boolean neverReachedACheckpoint(PutAttempt attempt) {
    return attempt.writer().equals(own.writer())
        && attempt.restored() == own.restored()
        && attempt.number() <= own.number();
  }

  /** Those of tasks that there are no more, since the job was scaled down, are shared out. */
  private boolean isOfThisTask(int subtask) {
    return subtask == own.subtask()
        || (subtask >= parallelism && subtask % parallelism == own.subtask());
  }

  /** Ends the watch, once all has been cleared up. */
  void forgetAll() {
    watched.clear();
  }
}
