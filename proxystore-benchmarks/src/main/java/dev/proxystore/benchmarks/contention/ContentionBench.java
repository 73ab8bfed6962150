package dev.proxystore.benchmarks.contention;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.benchmarks.BenchOptions;
import dev.proxystore.benchmarks.BenchOptions.Arm;
import dev.proxystore.benchmarks.BenchRedis;
import dev.proxystore.benchmarks.Measurement;
import dev.proxystore.connector.Key;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.Store;
import dev.proxystore.store.metrics.StoreListener;
import dev.proxystore.store.metrics.StoreOperation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/** Threads that resolve different objects, and threads that all resolve the same. */
@Command(
    name = "contention",
    mixinStandardHelpOptions = true,
    description =
        "1 to 16 threads that get different objects of 64 KiB from Redis, against Jedis; and 16 that get one object"
            + " at the same time: how often it is fetched.")
public final class ContentionBench implements Callable<Integer> {
  private static final int[] THREADS = {1, 2, 4, 8, 16};
  private static final int[] QUICK_THREADS = {1, 4, 16};
  private static final int SIZE = 64 << 10;
  private static final int OBJECTS = 64;
  private static final int GETS = 8000;
  private static final int SAME_ROUNDS = 200;
  private static final int WARM_UPS = 2;

  @Mixin private BenchOptions options = new BenchOptions();

  private ContentionBench() {}

  @Override
  public Integer call() throws Exception {
    try (RedisServer server = BenchRedis.start()) {
      System.err.println("Redis " + BenchRedis.describe(server));
      String address = "redis://%s/objects".formatted(server.hostAndPort());
      ConnectionPoolConfig pool = new ConnectionPoolConfig();
      pool.setMaxTotal(16);
      pool.setMaxIdle(16);
      try (Store store = Store.builder(address).withoutCache().build();
          RedisClient client =
              RedisClient.builder()
                  .hostAndPort(RedisServer.HOST, server.port())
                  .poolConfig(pool)
                  .build()) {
        different(store, client);
      }
      try (Store store = Store.builder(address).build()) {
        same(store);
      }
    }
    return 0;
  }

  private void different(Store store, RedisClient client) throws Exception {
    List<Key> keys = store.putBatch(Collections.nCopies(OBJECTS, new byte[SIZE]));
    List<byte[]> names = keys.stream().map(key -> ("objects:" + key.id()).getBytes(UTF_8)).toList();
    for (int threads : options.isQuick() ? QUICK_THREADS : THREADS) {
      Map<String, Arm> arms = new LinkedHashMap<>();
      arms.put("raw", () -> perSecond(threads, i -> client.get(names.get(i % OBJECTS)).length));
      arms.put(
          "store",
          () ->
              perSecond(
                  threads,
                  i -> store.get(keys.get(i % OBJECTS), byte[].class).orElseThrow().length));
      options.report(
          options.compare(
              "contention",
              Map.of("size", Integer.toString(SIZE), "threads", Integer.toString(threads)),
              "gets/s",
              options.alternate(arms, WARM_UPS)));
    }
    store.evictBatch(keys);
  }

  /** A get of the i-th object, which says how many bytes it has. */
  private interface Get {
    int run(int i);
  }

  private static double perSecond(int threads, Get get) throws Exception {
    AtomicInteger next = new AtomicInteger();
    long start = System.nanoTime();
    inThreads(
        threads,
        () -> {
          for (int i = next.getAndIncrement(); i < GETS; i = next.getAndIncrement()) {
            if (get.run(i) != SIZE) {
              throw new IllegalStateException("An object was not whole.");
            }
          }
        });
    return GETS / ((System.nanoTime() - start) / 1e9);
  }

  private static void inThreads(int threads, Runnable work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(pool.submit(work));
      }
      for (Future<?> each : running) {
        each.get();
      }
    } finally {
      pool.shutdown();
    }
  }

  /** All ask at the same time for an object that nobody has asked for: one fetches. */
  private void same(Store store) throws Exception {
    int threads = 16;
    double[] fetches = new double[SAME_ROUNDS];
    for (int round = 0; round < SAME_ROUNDS; round++) {
      Key key = store.put(new byte[SIZE]);
      AtomicInteger gets = new AtomicInteger();
      StoreListener counter =
          (operation, objects, bytes, nanos, failure) -> {
            if (operation == StoreOperation.GET) {
              gets.incrementAndGet();
            }
          };
      store.addListener(counter);
      CyclicBarrier together = new CyclicBarrier(threads);
      inThreads(
          threads,
          () -> {
            try {
              together.await();
            } catch (Exception e) {
              throw new IllegalStateException(e);
            }
            byte[] unused = store.get(key, byte[].class).orElseThrow();
          });
      store.removeListener(counter);
      store.evict(key);
      fetches[round] = gets.get();
    }
    options.report(
        Measurement.of(
            "contention",
            "one object by all",
            Map.of("size", Integer.toString(SIZE), "threads", Integer.toString(threads)),
            "fetches",
            fetches));
  }
}
