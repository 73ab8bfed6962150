package dev.proxystore.flink.orphans;

import dev.proxystore.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.JobID;

/** The savepoints of jobs that have left marks in a store. */
@Internal
public final class JobSavepoints {
  private JobSavepoints() {}

  /** Those of a job, in their order. */
  public static List<TakenSavepoint> list(Store store, JobID job) {
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
