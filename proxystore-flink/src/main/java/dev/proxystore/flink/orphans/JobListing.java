package dev.proxystore.flink.orphans;

import dev.proxystore.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.stream.Stream;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.JobID;

/** What a store holds of one job, at one time. */
@Internal
public final class JobListing {
  private final Listing listing;

  /** Of these only the marks count here: the objects belong to their consumers. */
  private final Listing ofSinks;

  private JobListing(Listing listing, Listing ofSinks) {
    this.listing = listing;
    this.ofSinks = ofSinks;
  }

  /**
   * Lists the objects of a job.
   *
   * @throws UnsupportedOperationException if the store cannot say what it holds
   */
  public static JobListing of(Store store, JobID job) {
    return new JobListing(
        Listing.of(store, Names.job(job)), Listing.of(store, Names.publishers(job)));
  }

  public long objects() {
    return listing.objects();
  }

  /**
   * How many savepoints, of this job or later ones, may hold some of the objects. Sinks tell too:
   * operators whose tasks had all finished left no mark of their own.
   */
  public long savepoints() {
    return Stream.concat(listing.marks().stream(), ofSinks.marks().stream())
        .map(mark -> mark.job() + mark.savepoint())
        .distinct()
        .count();
  }

  /** Removes all, marks too; the answer is the number of objects. */
  public long evictAll() {
    long objects = listing.evict(id -> true);
    listing.evictMarks(mark -> true);
    ofSinks.evictMarks(mark -> true);
    return objects;
  }

  /** The savepoints of a job that have left marks, in their order. */
  public static List<TakenSavepoint> savepoints(Store store, JobID job) {
    Map<Long, SavepointMark> byId = new TreeMap<>();
    Listing.of(store, "").marks().stream()
        .filter(mark -> mark.job().equals(Names.job(job)))
        .forEach(mark -> byId.put(mark.savepoint(), mark));
    List<TakenSavepoint> savepoints = new ArrayList<>();
    byId.values().forEach(mark -> savepoints.add(read(store, mark)));
    return savepoints;
  }

  private static TakenSavepoint read(Store store, SavepointMark mark) {
    Optional<String> text = store.get(mark.key(), String.class);
    String[] parts = text.orElse("").split(" ", 2);
    return parts.length < 2
        ? new TakenSavepoint(mark.savepoint(), Instant.EPOCH, "")
        : new TakenSavepoint(mark.savepoint(), Instant.parse(parts[0]), parts[1]);
  }

  /** Removes the marks of some savepoints of a job; the answer is how many savepoints that were. */
  public static long forget(Store store, JobID job, LongPredicate which) {
    Listing all = Listing.of(store, "");
    String name = Names.job(job);
    long savepoints =
        all.marks().stream()
            .filter(mark -> mark.job().equals(name) && which.test(mark.savepoint()))
            .map(SavepointMark::savepoint)
            .distinct()
            .count();
    all.evictMarks(mark -> mark.job().equals(name) && which.test(mark.savepoint()));
    return savepoints;
  }
}
