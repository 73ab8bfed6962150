package dev.proxystore.flink.orphans;

import dev.proxystore.store.Store;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.JobID;

/** What a store holds of one job, at one time. */
@Internal
public final class JobListing {
  private final Listing listing;

  private JobListing(Listing listing) {
    this.listing = listing;
  }

  /**
   * Lists the objects of a job.
   *
   * @throws UnsupportedOperationException if the store cannot say what it holds
   */
  public static JobListing of(Store store, JobID job) {
    return new JobListing(Listing.of(store, Names.job(job)));
  }

  public long objects() {
    return listing.objects();
  }

  /** The marks that savepoints left, one for each task. */
  public long savepoints() {
    return listing.pins();
  }

  /** Removes all, marks too; the answer is the number of objects. */
  public long evictAll() {
    long objects = listing.evict(id -> true);
    listing.evictPins();
    return objects;
  }
}
