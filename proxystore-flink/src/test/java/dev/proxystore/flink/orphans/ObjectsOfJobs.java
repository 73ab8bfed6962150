package dev.proxystore.flink.orphans;

import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import org.apache.flink.api.common.JobID;

/** Objects such as a job's put operator leaves. */
public final class ObjectsOfJobs {
  private ObjectsOfJobs() {}

  /** Puts the first so many objects of a job. */
  public static void put(StoreConfig store, JobID job, int count) {
    for (int i = 0; i < count; i++) {
      put(store, ObjectId.object(prefix(job), i));
    }
  }

  /** Marks what was put below a number as held by a savepoint. */
  public static void pin(StoreConfig store, JobID job, int number) {
    put(store, ObjectId.pin(prefix(job), number));
  }

  private static String prefix(JobID job) {
    return new PutAttempt(Names.writer(job, "operator"), 0, 0, 0, "zz").prefix();
  }

  private static void put(StoreConfig config, String id) {
    try (Store store = Store.fromConfig(config)) {
      store.put("text", PutOptions.defaults().withId(id));
    }
  }
}
