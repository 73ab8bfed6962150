package dev.proxystore.flink;

import static java.util.Objects.requireNonNull;

import dev.proxystore.flink.orphans.JobListing;
import dev.proxystore.flink.orphans.TakenSavepoint;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.Stores;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.JobID;

/**
 * The objects that the put operators of one job have in a store: how many there are, and a way to
 * remove them once the job is over. For jobs that were cancelled or failed for good; one that
 * finishes leaves none behind but what its user wants to keep.
 *
 * <p>Nobody but the caller knows whether a checkpoint or a savepoint of the job is still to be
 * used: after a sweep its proxies cannot be resolved. Objects that a {@code ProxySink} published
 * belong to their consumers and are not counted here.
 */
@PublicEvolving
public final class JobObjects {
  private JobObjects() {}

  /**
   * What a job has in a store.
   *
   * @param objects how many objects
   * @param savepoints how many savepoints, of the job or of one that descends from it, may hold
   *     some of them
   */
  public record Count(long objects, long savepoints) {}

  /** What becomes of objects that savepoints hold. */
  public enum Savepoints {
    /** The sweep is refused if there are any. */
    RESPECTED,
    /** The sweep takes them too: nobody needs the savepoints any more. */
    FORGOTTEN
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
        store,
        open -> JobListing.savepoints(open, job).stream().map(JobObjects::savepoint).toList());
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
    return lookInto(store, open -> JobListing.forget(open, job, id -> id == savepoint));
  }

  /** As {@link #forgetSavepoint}, for all savepoints of a job. */
  public static long forgetSavepoints(StoreConfig store, JobID job) {
    return lookInto(store, open -> JobListing.forget(open, job, id -> true));
  }

  /** Looks at the store and removes nothing. */
  public static Count count(StoreConfig store, JobID job) {
    return lookInto(
        store,
        open -> {
          JobListing listing = JobListing.of(open, job);
          return new Count(listing.objects(), listing.savepoints());
        });
  }

  /**
   * Removes every object of a job that is over and of which no checkpoint is kept.
   *
   * @return how many there were
   * @throws IllegalStateException if a savepoint holds some; nothing is removed then
   */
  public static long sweep(StoreConfig store, JobID job) {
    return sweep(store, job, Savepoints.RESPECTED);
  }

  /**
   * Removes every object of a job that is over and of which no checkpoint is kept.
   *
   * @return how many there were
   * @throws IllegalStateException if savepoints are respected and one holds some
   */
  public static long sweep(StoreConfig store, JobID job, Savepoints savepoints) {
    requireNonNull(savepoints, "savepoints");
    return lookInto(store, open -> sweep(open, job, savepoints));
  }

  private static long sweep(Store store, JobID job, Savepoints savepoints) {
    JobListing listing = JobListing.of(store, job);
    if (savepoints == Savepoints.RESPECTED && listing.savepoints() > 0) {
      throw new IllegalStateException(
          "The store %s has %d objects of the job %s, and %d savepoints may hold some of them. Nothing was removed. Dispose of the savepoints, then sweep without respect to them."
              .formatted(store.address(), listing.objects(), job, listing.savepoints()));
    }
    return listing.evictAll();
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
