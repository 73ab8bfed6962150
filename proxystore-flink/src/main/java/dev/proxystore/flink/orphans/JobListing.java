package dev.proxystore.flink.orphans;

import static java.util.stream.Collectors.toSet;

import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.JobID;

/**
 * What a store holds of one job, at one time: what its operators have put, and what its sinks have
 * put and not published. What was published belongs to consumers.
 */
@Internal
public final class JobListing {
  private final Store store;
  private final Listing operators;
  private final Listing sinks;

  /** The number of the first object that was not published, of attempts of which that is known. */
  private final Map<PutAttempt, Long> unpublished;

  /** Operators that a checkpoint may lead to the objects of that Flink has kept. */
  private final Set<String> kept;

  private JobListing(Store store, JobID job) {
    this.store = store;
    operators = Listing.of(store, Names.job(job));
    sinks = Listing.of(store, Names.publishers(job));
    unpublished = sinks.unpublished();
    kept =
        Stream.concat(operators.kept().stream(), sinks.kept().stream())
            .map(KeptMark::writer)
            .collect(toSet());
  }

  /**
   * Lists the objects of a job.
   *
   * @throws UnsupportedOperationException if the store cannot say what it holds
   */
  public static JobListing of(Store store, JobID job) {
    return new JobListing(store, job);
  }

  /** How many objects there are. */
  public long objects() {
    return all().count();
  }

  /** How many of them a checkpoint may hold that was kept when the job was over. */
  public long keptObjects() {
    return all().filter(this::isKept).count();
  }

  private Stream<ObjectId> all() {
    return Stream.concat(
        operators.objects().stream(), sinks.objects().stream().filter(this::isUnpublished));
  }

  private boolean isUnpublished(ObjectId object) {
    return object.number() >= unpublished.getOrDefault(object.attempt(), Long.MAX_VALUE);
  }

  private boolean isKept(ObjectId object) {
    return kept.contains(object.attempt().writer());
  }

  /**
   * How many savepoints, of this job or later ones, may hold some of the objects. Sinks tell too:
   * operators whose tasks had all finished left no mark of their own.
   */
  public long savepoints() {
    return Stream.concat(operators.marks().stream(), sinks.marks().stream())
        .map(mark -> mark.job() + mark.savepoint())
        .distinct()
        .count();
  }

  /** Removes all, and what says that some are needed; the answer is the number of objects. */
  public long evictAll() {
    return evict(writer -> true);
  }

  /** Removes all but what a kept checkpoint may hold; the answer is the number of objects. */
  public long evictUnkept() {
    return evict(writer -> !kept.contains(writer));
  }

  private long evict(Predicate<String> which) {
    long objects =
        operators.evict(id -> which.test(id.attempt().writer()))
            + sinks.evict(id -> isUnpublished(id) && which.test(id.attempt().writer()));
    for (Listing each : List.of(operators, sinks)) {
      each.evictMarks(mark -> true);
      each.evictPublications(attempt -> which.test(attempt.writer()));
      each.evictKept(mark -> which.test(mark.writer()));
    }
    return objects;
  }

  /**
   * Flink has kept a checkpoint of the job: what there is now stays, also when a later submission
   * under the same job id is over. Forgets those of which there is nothing any more. The answer is
   * the number of objects.
   */
  public long keep() {
    Set<String> writers = all().map(object -> object.attempt().writer()).collect(toSet());
    Map<String, String> marks = new HashMap<>();
    writers.stream()
        .filter(writer -> !kept.contains(writer))
        .forEach(writer -> marks.put(KeptMark.id(writer), Instant.now().toString()));
    if (!marks.isEmpty()) {
      store.putBatch(marks, PutOptions.defaults().storedAsWritten());
    }
    for (Listing each : List.of(operators, sinks)) {
      each.evictKept(mark -> !writers.contains(mark.writer()));
    }
    return objects();
  }
}
