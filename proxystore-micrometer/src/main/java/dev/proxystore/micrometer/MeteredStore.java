package dev.proxystore.micrometer;

import dev.proxystore.store.Store;
import dev.proxystore.store.metrics.StoreGauge;
import dev.proxystore.store.metrics.StoreListener;
import dev.proxystore.store.metrics.StoreOperation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The meters of one store in one registry. */
final class MeteredStore implements StoreListener {
  private static final String PREFIX = "proxystore.";

  private final MeterRegistry registry;
  private final Map<StoreOperation, OperationMeters> operations =
      new EnumMap<>(StoreOperation.class);
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Counter hits;
  private final Counter misses;
  private final List<Gauge> gauges;

  MeteredStore(MeterRegistry registry, Store store) {
    this.registry = registry;
    Tags tags = Tags.of("store", store.address().toString());
    for (StoreOperation operation : StoreOperation.values()) {
      operations.put(operation, OperationMeters.of(operation, registry, PREFIX, tags));
    }
    hits = registry.counter(PREFIX + StoreGauge.CACHE_HITS, tags);
    misses = registry.counter(PREFIX + StoreGauge.CACHE_MISSES, tags);
    gauges =
        List.of(
            Gauge.builder(PREFIX + StoreGauge.IN_FLIGHT, inFlight, AtomicInteger::get)
                .tags(tags)
                .register(registry),
            Gauge.builder(PREFIX + StoreGauge.CACHED_OBJECTS, store, Store::cachedObjects)
                .tags(tags)
                .register(registry));
  }

  @Override
  public void began(StoreOperation operation) {
    inFlight.incrementAndGet();
  }

  @Override
  public void ended(
      StoreOperation operation, int objects, long bytes, long nanos, @Nullable Throwable failure) {
    inFlight.decrementAndGet();
    OperationMeters meters = operations.get(operation);
    if (meters == null) {
      return; // there is one for each
    }
    meters.time().record(nanos, TimeUnit.NANOSECONDS);
    if (failure == null) {
      meters.objects().increment(objects);
      meters.bytes().ifPresent(counter -> counter.increment((double) bytes));
    } else {
      meters.failures().increment();
    }
  }

  @Override
  public void looked(boolean hit) {
    (hit ? hits : misses).increment();
  }

  /** A gauge shows one store: that which is opened next in its place has gauges of its own. */
  @Override
  public void closed() {
    gauges.forEach(registry::remove);
  }
}
