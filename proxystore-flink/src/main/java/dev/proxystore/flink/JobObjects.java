package dev.proxystore.flink;

import static java.util.Objects.requireNonNull;

import dev.proxystore.flink.orphans.JobListing;
import dev.proxystore.flink.orphans.JobSavepoints;
import dev.proxystore.flink.orphans.TakenSavepoint;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.Stores;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.JobID;

/**
 * The objects that one job has in a store: how many there are, and a way to remove them once the
 * job is over. For jobs that were cancelled or failed for good; one that finishes leaves none
 * behind but what its user wants to keep.
 *
 * <p>They are what its put operators have put, and what a {@code ProxySink} with {@code
 * EXACTLY_ONCE} has put and not published. What a sink published belongs to its consumers and is
 * not counted here.
 *
 * <p>Nobody but the caller knows whether a checkpoint or a savepoint of the job is still to be
 * used: after a sweep its proxies cannot be resolved. Where a {@link SweepOnJobEndFactory listener}
 * is switched on, it notes in the store that Flink has kept a checkpoint, and a sweep leaves what
 * that may hold.
 */
@PublicEvolving
public final class JobObjects {
  private JobObjects() {}

  /**
   * What a job has in a store.
   *
   * @param objects how many objects
   * @param kept how many of them a checkpoint may hold that Flink kept when the job was over, as a
   *     listener has noted
   * @param savepoints how many savepoints, of the job or of one that descends from it, may hold
   *     some of them
   */
  public record Count(long objects, long kept, long savepoints) {}

  /** What may hold objects of a job that is over. */
  public enum Holder {
    /** Savepoints: a sweep that heeds them is refused if there are any. */
    SAVEPOINTS,
    /** Checkpoints that Flink has kept: a sweep that heeds them leaves what they may hold. */
    CHECKPOINTS
  }

  /**
   * A savepoint that has left a mark in a store.
   *
   * @param id its number, in one sequence with the job's checkpoints
   * @param time when it was asked for
   * @param location where it lies, as far as Flink told the tasks that
   */
  public record Savepoint(long id, Instant time, Optional<String> location) {}

  /**
   * The savepoints of a job that a store keeps objects for. One that failed may be among them, if
   * the job failed with it.
   *
   * @throws UnsupportedOperationException if the store cannot say what it holds
   */
  public static List<Savepoint> savepoints(StoreConfig store, JobID job) {
    return lookInto(
        store, open -> JobSavepoints.list(open, job).stream().map(JobObjects::savepoint).toList());
  }

  private static Savepoint savepoint(TakenSavepoint taken) {
    return new Savepoint(
        taken.id(),
        taken.time(),
        Optional.of(taken.location()).filter(location -> !location.isEmpty()));
  }

  /**
   * Keeps objects no longer for one savepoint of a job: nobody will start from it any more. Jobs
   * that run and have used such objects remove them with their next completed checkpoint, so of
   * several jobs that started from it, or go on behind it, all must be done with what it holds.
   *
   * @return how many savepoints were forgotten: 1, or 0 if there was none with that number
   */
  public static long forgetSavepoint(StoreConfig store, JobID job, long savepoint) {
    return lookInto(store, open -> JobSavepoints.forget(open, job, id -> id == savepoint));
  }

  /** As {@link #forgetSavepoint}, for all savepoints of a job. */
  public static long forgetSavepoints(StoreConfig store, JobID job) {
    return lookInto(store, open -> JobSavepoints.forget(open, job, id -> true));
  }

  /** Looks at the store and removes nothing. */
  public static Count count(StoreConfig store, JobID job) {
    return lookInto(
        store,
        open -> {
          JobListing listing = JobListing.of(open, job);
          return new Count(listing.objects(), listing.keptObjects(), listing.savepoints());
        });
  }

  /**
   * Removes the objects of a job that is over, but for those that a checkpoint may hold that Flink
   * has kept, as far as a listener has noted that.
   *
   * @return how many were removed
   * @throws IllegalStateException if a savepoint holds some; nothing is removed then
   */
  public static long sweep(StoreConfig store, JobID job) {
    return sweep(store, job, Set.of());
  }

  /**
   * Removes the objects of a job that is over.
   *
   * @param even whose objects go too: nobody needs the job's savepoints any more, or its
   *     checkpoints
   * @return how many were removed
   * @throws IllegalStateException if a savepoint holds some, unless those go too; nothing is
   *     removed then
   */
  public static long sweep(StoreConfig store, JobID job, Set<Holder> even) {
    requireNonNull(even, "even");
    return lookInto(store, open -> sweep(open, job, even));
  }

  private static long sweep(Store store, JobID job, Set<Holder> even) {
    JobListing listing = JobListing.of(store, job);
    if (!even.contains(Holder.SAVEPOINTS) && listing.savepoints() > 0) {
      throw new IllegalStateException(
          "The store %s has %d objects of the job %s, and %d savepoints may hold some of them. Nothing was removed. Dispose of the savepoints, then sweep without respect to them."
              .formatted(store.address(), listing.objects(), job, listing.savepoints()));
    }
    return even.contains(Holder.CHECKPOINTS) ? listing.evictAll() : listing.evictUnkept();
  }

  /**
   * Flink has kept a checkpoint of a job that is over: what the store has of it now stays, until a
   * sweep is told to take that too.
   *
   * @return how many objects that are
   */
  static long keep(StoreConfig store, JobID job) {
    return lookInto(store, open -> JobListing.of(open, job).keep());
  }

  /** Shared with jobs of this process that use it too, so that it stays open for them. */
  private static <T> T lookInto(StoreConfig config, Function<Store, T> look) {
    Object owner = new Object();
    try {
      return look.apply(Stores.share(config, owner));
    } finally {
      Stores.leave(owner);
    }
  }
}
