package dev.proxystore.flink.orphans;

import dev.proxystore.connector.Key;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import java.util.UUID;
import org.apache.flink.api.common.JobID;

/** Objects such as a job's put operator leaves. */
public final class ObjectsOfJobs {
  private static final UUID RUN = new UUID(1, 2);

  private ObjectsOfJobs() {}

  /** Puts the first so many objects of a job. */
  public static void put(StoreConfig store, JobID job, int count) {
    put(store, job, RUN, count);
  }

  /** Puts the first so many objects of one submission under a job id. */
  public static void put(StoreConfig store, JobID job, UUID run, int count) {
    for (int i = 0; i < count; i++) {
      put(store, ObjectId.object(prefix(job, run), 0, i));
    }
  }

  /** Evicts them again. */
  public static void evict(StoreConfig config, JobID job, UUID run, int count) {
    try (Store store = Store.fromConfig(config)) {
      for (int i = 0; i < count; i++) {
        store.evict(Key.toEvict(ObjectId.object(prefix(job, run), 0, i)));
      }
    }
  }

  /** The id of an object that was put behind a checkpoint, counted from one. */
  public static String id(JobID job, long behind, int number) {
    return ObjectId.object(prefix(job, RUN), behind, number);
  }

  /** Leaves the mark of a savepoint that holds all that was put. */
  public static void pin(StoreConfig store, JobID job, long savepoint) {
    put(
        store,
        new SavepointMark(
                Names.writer(job, RUN, "operator"), savepoint, Names.job(job), savepoint, 4)
            .id());
  }

  /** Whether this is the mark of a savepoint for all operators of a job. */
  public static boolean isMarkOfAWholeJob(String id) {
    return SavepointMark.parse(id)
        .map(SavepointMark::writer)
        .filter(writer -> writer.equals(Names.everyWriter(Names.jobOf(writer))))
        .isPresent();
  }

  private static String prefix(JobID job, UUID run) {
    return new PutAttempt(Names.writer(job, run, "operator"), 0, 0, 0, "zz").prefix();
  }

  private static void put(StoreConfig config, String id) {
    try (Store store = Store.fromConfig(config)) {
      store.put("text", PutOptions.defaults().withId(id));
    }
  }
}
