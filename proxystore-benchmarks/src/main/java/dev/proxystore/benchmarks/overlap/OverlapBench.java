package dev.proxystore.benchmarks.overlap;

import dev.proxystore.benchmarks.BenchOptions;
import dev.proxystore.benchmarks.BenchOptions.Arm;
import dev.proxystore.benchmarks.BenchRedis;
import dev.proxystore.benchmarks.Measurement;
import dev.proxystore.connector.Key;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.Store;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Objects that are fetched while earlier ones are computed with. */
@Command(
    name = "overlap",
    mixinStandardHelpOptions = true,
    description =
        "Fetching objects of 1 MiB from Redis some ahead, while computing with earlier ones for as long as a fetch takes,"
            + " twice as long, and so on; against the longer of the two alone.")
public final class OverlapBench implements Callable<Integer> {
  private static final int SIZE = 1 << 20;
  private static final int OBJECTS = 400;
  private static final int AHEAD = 4;
  private static final int[] PERCENT = {10, 25, 50, 100};
  private static final int WARM_UPS = 1;

  @Mixin private BenchOptions options = new BenchOptions();

  private OverlapBench() {}

  @Override
  public Integer call() throws Exception {
    try (RedisServer server = BenchRedis.start();
        Store store =
            Store.builder("redis://%s/objects".formatted(server.hostAndPort()))
                .withoutCache()
                .build()) {
      System.err.println("Redis " + BenchRedis.describe(server));
      List<Key> keys = store.putBatch(Collections.nCopies(64, new byte[SIZE]));
      for (int percent : PERCENT) {
        measure(store, keys, percent);
      }
    }
    return 0;
  }

  private void measure(Store store, List<Key> keys, int percent) throws Exception {
    double[] ideal = new double[options.repeats()];
    int[] run = {-WARM_UPS};
    Map<String, Arm> arms = new LinkedHashMap<>();
    arms.put(
        "fetched ahead",
        () -> {
          double fetchMicros = micros(store, keys, 0);
          double computeMicros = fetchMicros * 100 / percent;
          double micros = micros(store, keys, (long) (computeMicros * 1000));
          if (run[0] >= 0) {
            ideal[run[0]] = Math.max(fetchMicros, computeMicros);
          }
          run[0]++;
          return micros;
        });
    double[] values = options.alternate(arms, WARM_UPS).getOrDefault("fetched ahead", ideal);
    Map<String, String> parameters =
        Map.of("size", Integer.toString(SIZE), "fetch % of computing", Integer.toString(percent));
    Measurement best = Measurement.of("overlap", "ideal", parameters, "us", ideal);
    options.report(best);
    options.report(
        Measurement.of("overlap", "fetched ahead", parameters, "us", values).pairedWith(best));
  }

  /** Microseconds an object, with so much computing for each. */
  private static double micros(Store store, List<Key> keys, long computeNanos) {
    Deque<CompletableFuture<Optional<byte[]>>> ahead = new ArrayDeque<>();
    long start = System.nanoTime();
    for (int i = 0; i < OBJECTS + AHEAD; i++) {
      if (i < OBJECTS) {
        ahead.add(store.getAsync(keys.get(i % keys.size()), byte[].class));
      }
      if (i >= AHEAD) {
        compute(ahead.remove().join().orElseThrow(), computeNanos);
      }
    }
    return (System.nanoTime() - start) / 1e3 / OBJECTS;
  }

  private static void compute(byte[] object, long nanos) {
    long end = System.nanoTime() + nanos;
    int sum = 0;
    while (System.nanoTime() < end) {
      sum += object[Math.floorMod(sum + 1, object.length)] + 1;
    }
    if (sum == Integer.MIN_VALUE) {
      throw new IllegalStateException("Keeps the sum from being left out.");
    }
  }
}
