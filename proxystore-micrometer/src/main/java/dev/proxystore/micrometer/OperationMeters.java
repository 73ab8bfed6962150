package dev.proxystore.micrometer;

import dev.proxystore.store.metrics.StoreOperation;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Optional;

/** The meters of one operation of one store. */
record OperationMeters(Timer time, Counter objects, Counter failures, Optional<Counter> bytes) {
  /**
   * What a fetch from memory takes, and longer than anybody waits: the buckets between are kept.
   */
  private static final Duration SHORTEST = Duration.ofNanos(50_000);

  private static final Duration LONGEST = Duration.ofSeconds(30);

  static OperationMeters of(
      StoreOperation operation, MeterRegistry registry, String prefix, Tags tags) {
    Timer time =
        Timer.builder(prefix + operation.timeMetric())
            .tags(tags)
            .publishPercentileHistogram()
            .minimumExpectedValue(SHORTEST)
            .maximumExpectedValue(LONGEST)
            .register(registry);
    return new OperationMeters(
        time,
        registry.counter(prefix + operation.objectsMetric(), tags),
        registry.counter(prefix + operation.failuresMetric(), tags),
        operation
            .bytesMetric()
            .map(
                name ->
                    Counter.builder(prefix + name)
                        .tags(tags)
                        .baseUnit("bytes")
                        .register(registry)));
  }
}
