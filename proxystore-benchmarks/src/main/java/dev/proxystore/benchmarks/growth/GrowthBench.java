package dev.proxystore.benchmarks.growth;

import dev.proxystore.benchmarks.BenchOptions;
import dev.proxystore.benchmarks.BenchRedis;
import dev.proxystore.benchmarks.Measurement;
import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What a record takes when ever more objects are live. */
@Command(
    name = "growth",
    mixinStandardHelpOptions = true,
    description =
        "Put, resolve and evict of one object of 1 KiB in Redis, while 1,000 to 1,000,000 others are live, and the"
            + " heap of a proxy.")
public final class GrowthBench implements Callable<Integer> {
  private static final int[] LIVE = {1_000, 10_000, 100_000, 1_000_000};
  private static final int[] QUICK_LIVE = {1_000, 10_000, 100_000};
  private static final int SIZE = 1 << 10;
  private static final int BATCH = 1000;
  private static final int RECORDS = 3000;

  @Mixin private BenchOptions options = new BenchOptions();

  private GrowthBench() {}

  @Override
  public Integer call() throws Exception {
    try (RedisServer server = BenchRedis.start();
        Store store =
            Store.builder("redis://%s/objects".formatted(server.hostAndPort()))
                .withoutCache()
                .build()) {
      System.err.println("Redis " + BenchRedis.describe(server));
      List<Proxy<byte[]>> live = new ArrayList<>();
      Map<String, Measurement> first = new LinkedHashMap<>();
      records(store, live, 2 * RECORDS); // warm
      long empty = heap();
      for (int count : options.isQuick() ? QUICK_LIVE : LIVE) {
        fill(store, live, count);
        measure(store, live, first);
        heap(live, empty);
      }
    }
    return 0;
  }

  private static void fill(Store store, List<Proxy<byte[]>> live, int count) {
    while (live.size() < count) {
      live.addAll(store.proxyBatch(Collections.nCopies(BATCH, new byte[SIZE])));
    }
  }

  private void measure(Store store, List<Proxy<byte[]>> live, Map<String, Measurement> first)
      throws Exception {
    Map<String, double[]> values = new LinkedHashMap<>();
    for (int run = 0; run < options.repeats(); run++) {
      int place = run;
      records(store, live, RECORDS)
          .forEach(
              (step, micros) ->
                  values.computeIfAbsent(step, name -> new double[options.repeats()])[place] =
                      micros);
    }
    Map<String, String> parameters =
        Map.of("size", Integer.toString(SIZE), "live", Integer.toString(live.size()));
    for (Map.Entry<String, double[]> each : values.entrySet()) {
      Measurement mine = Measurement.of("growth", each.getKey(), parameters, "us", each.getValue());
      Measurement base = first.putIfAbsent(each.getKey(), mine);
      options.report(base == null ? mine : mine.comparedWith(base));
    }
  }

  /** Microseconds of each step for one record; resolves objects that were put long ago. */
  private static Map<String, Double> records(Store store, List<Proxy<byte[]>> live, int records) {
    byte[] object = new byte[SIZE];
    Random random = new Random(records);
    List<Proxy<byte[]>> mine = new ArrayList<>();
    long start = System.nanoTime();
    for (int i = 0; i < records; i++) {
      mine.add(store.proxy(object));
    }
    long put = System.nanoTime();
    for (int i = 0; i < records; i++) {
      Proxy<byte[]> proxy = live.isEmpty() ? mine.get(i) : live.get(random.nextInt(live.size()));
      byte[] unused = store.get(key(proxy), byte[].class).orElseThrow();
    }
    long resolved = System.nanoTime();
    mine.forEach(proxy -> store.evict(key(proxy)));
    long evicted = System.nanoTime();
    Map<String, Double> micros = new LinkedHashMap<>();
    micros.put("put", (put - start) / 1e3 / records);
    micros.put("resolve", (resolved - put) / 1e3 / records);
    micros.put("evict", (evicted - resolved) / 1e3 / records);
    return micros;
  }

  private static Key key(Proxy<byte[]> proxy) {
    return ((StoreFactory<byte[]>) proxy.factory()).key();
  }

  private void heap(List<Proxy<byte[]>> live, long empty) throws Exception {
    options.report(
        Measurement.of(
            "growth",
            "heap of a proxy",
            Map.of("size", Integer.toString(SIZE), "live", Integer.toString(live.size())),
            "bytes",
            new double[] {(heap() - empty) / (double) live.size()}));
  }

  private static long heap() throws InterruptedException {
    Runtime runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }
}
