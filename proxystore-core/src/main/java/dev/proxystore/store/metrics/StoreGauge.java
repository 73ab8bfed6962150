package dev.proxystore.store.metrics;

import java.util.List;

/** The names of what is measured of a store beside its {@link StoreOperation}s. */
public final class StoreGauge {
  /** A gauge: operations that have begun and not ended. */
  public static final String IN_FLIGHT = "operationsInFlight";

  /** A counter: reads that the cache answered. */
  public static final String CACHE_HITS = "cacheHits";

  /** A counter: reads that it did not; not counted where it is off. */
  public static final String CACHE_MISSES = "cacheMisses";

  /** A gauge: objects in the cache. */
  public static final String CACHED_OBJECTS = "cachedObjects";

  /** All of these. */
  public static List<String> metrics() {
    return List.of(IN_FLIGHT, CACHE_HITS, CACHE_MISSES, CACHED_OBJECTS);
  }

  private StoreGauge() {}
}
