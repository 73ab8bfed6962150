package dev.proxystore.flink.operators;

import dev.proxystore.store.Store;
import dev.proxystore.store.metrics.StoreGauge;
import dev.proxystore.store.metrics.StoreListener;
import dev.proxystore.store.metrics.StoreOperation;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.ThreadSafeSimpleCounter;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.jspecify.annotations.Nullable;

/**
 * Shows what one store does in the metric group of an operator that uses it. The store is shared
 * with all operators of the job on a TaskManager, and so are these numbers: each of them shows the
 * same.
 */
final class StoreMetrics implements StoreListener {
  /** How many calls the quantiles of a time are of. */
  private static final int CALLS_KEPT = 500;

  private final Map<StoreOperation, Operation> operations = new EnumMap<>(StoreOperation.class);
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Counter hits;
  private final Counter misses;

  /** What is measured of one operation. */
  private record Operation(
      Histogram micros, Counter objects, Counter failures, @Nullable Counter bytes) {
    static Operation of(StoreOperation operation, MetricGroup group) {
      return new Operation(
          group.histogram(operation.timeMetric(), new DescriptiveStatisticsHistogram(CALLS_KEPT)),
          counter(group, operation.objectsMetric()),
          counter(group, operation.failuresMetric()),
          operation.bytesMetric().map(name -> counter(group, name)).orElse(null));
    }

    void ended(int count, long moved, long nanos, boolean failed) {
      micros.update(nanos / 1000);
      if (failed) {
        failures.inc();
        return;
      }
      objects.inc(count);
      if (bytes != null) {
        bytes.inc(moved);
      }
    }
  }

  StoreMetrics(Store store, MetricGroup group) {
    for (StoreOperation operation : StoreOperation.values()) {
      operations.put(operation, Operation.of(operation, group));
    }
    hits = counter(group, StoreGauge.CACHE_HITS);
    misses = counter(group, StoreGauge.CACHE_MISSES);
    group.gauge(StoreGauge.IN_FLIGHT, inFlight::get);
    group.gauge(StoreGauge.CACHED_OBJECTS, store::cachedObjects);
  }

  private static Counter counter(MetricGroup group, String name) {
    return group.counter(name, new ThreadSafeSimpleCounter());
  }

  @Override
  public void began(StoreOperation operation) {
    inFlight.incrementAndGet();
  }

  @Override
  public void ended(
      StoreOperation operation, int objects, long bytes, long nanos, @Nullable Throwable failure) {
    inFlight.decrementAndGet();
    Operation measured = operations.get(operation);
    if (measured != null) {
      measured.ended(objects, bytes, nanos, failure != null);
    }
  }

  @Override
  public void looked(boolean hit) {
    (hit ? hits : misses).inc();
  }
}
