package dev.proxystore.benchmarks.overhead;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.proxystore.benchmarks.BenchHazelcast;
import dev.proxystore.benchmarks.BenchOptions;
import dev.proxystore.benchmarks.BenchOptions.Arm;
import dev.proxystore.benchmarks.BenchRedis;
import dev.proxystore.connector.Key;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.Store;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import redis.clients.jedis.RedisClient;

/** A put, a get and an eviction against the same by the client of the system. */
@Command(
    name = "overhead",
    mixinStandardHelpOptions = true,
    description =
        "store.put + get + evict against set + get + delete by Jedis and by Hazelcast's client, on the same"
            + " bytes; in turns, one thread.")
public final class OverheadBench implements Callable<Integer> {
  private static final int[] SIZES = {1 << 10, 64 << 10, 1 << 20, 16 << 20};
  private static final int[] QUICK_SIZES = {1 << 10, 64 << 10, 1 << 20, 16 << 20};
  private static final int BYTES_PER_RUN = 96 << 20;
  private static final int MOST_ROUNDS = 4000;
  private static final int LEAST_ROUNDS = 6;

  /** Of the largest objects a run has only a few, and as many again do not get them compiled. */
  private static final int WARM_UPS = 8;

  private static final int QUICK_WARM_UPS = 3;

  @Mixin private BenchOptions options = new BenchOptions();

  private OverheadBench() {}

  @Override
  public Integer call() throws Exception {
    try (RedisServer server = BenchRedis.start()) {
      System.err.println("Redis " + BenchRedis.describe(server));
      try (Stores stores =
              Stores.of(name -> "redis://%s/%s".formatted(server.hostAndPort(), name));
          RedisClient client = RedisClient.create(RedisServer.HOST, server.port())) {
        measure("redis", stores, new JedisByHand(client));
      }
    }
    try (BenchHazelcast member = BenchHazelcast.start(2048)) {
      HazelcastInstance client = HazelcastClient.newHazelcastClient(config(member));
      try (Stores stores = Stores.of(member::store)) {
        measure("hazelcast", stores, new MapByHand(client.getMap("by-hand")));
      } finally {
        client.shutdown();
      }
    }
    return 0;
  }

  private static ClientConfig config(BenchHazelcast member) {
    ClientConfig config = new ClientConfig();
    config.setClusterName(BenchHazelcast.CLUSTER);
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.getNetworkConfig().addAddress(member.hostAndPort());
    return config;
  }

  /**
   * A store as it is by default, but for its cache; and one that does not compare what it reads.
   */
  private record Stores(Store plain, Store withoutChecksums) implements AutoCloseable {
    static Stores of(UnaryOperator<String> address) {
      return new Stores(
          Store.builder(address.apply("objects")).withoutCache().build(),
          Store.builder(address.apply("unchecked")).withoutCache().withoutChecksums().build());
    }

    @Override
    public void close() {
      plain.close();
      withoutChecksums.close();
    }
  }

  /** What one would write by hand. */
  private interface ByHand {
    byte[] putGetDelete(String key, byte[] bytes);
  }

  private record JedisByHand(RedisClient client) implements ByHand {
    @Override
    public byte[] putGetDelete(String key, byte[] bytes) {
      byte[] name = key.getBytes(UTF_8);
      client.set(name, bytes);
      byte[] back = requireNonNull(client.get(name));
      client.unlink(name);
      return back;
    }
  }

  private record MapByHand(IMap<String, byte[]> map) implements ByHand {
    @Override
    public byte[] putGetDelete(String key, byte[] bytes) {
      map.set(key, bytes);
      byte[] back = requireNonNull(map.get(key));
      map.delete(key);
      return back;
    }
  }

  private void measure(String system, Stores stores, ByHand hand) throws Exception {
    for (int size : options.sizes(SIZES, QUICK_SIZES)) {
      byte[] object = new byte[size];
      new Random(size).nextBytes(object);
      int rounds = Math.max(LEAST_ROUNDS, Math.min(MOST_ROUNDS, BYTES_PER_RUN / size));
      AtomicLong keys = new AtomicLong();
      Map<String, Arm> arms = new LinkedHashMap<>();
      arms.put(
          "raw",
          () ->
              micros(rounds, () -> hand.putGetDelete("objects:" + keys.incrementAndGet(), object)));
      arms.put("store", () -> micros(rounds, () -> putGetEvict(stores.plain(), object)));
      arms.put(
          "store without checksums",
          () -> micros(rounds, () -> putGetEvict(stores.withoutChecksums(), object)));
      options.report(
          options.compare(
              "overhead",
              Map.of("size", Integer.toString(size), "store", system),
              "us",
              options.alternate(arms, options.choose(QUICK_WARM_UPS, WARM_UPS))));
    }
  }

  private static byte[] putGetEvict(Store store, byte[] object) {
    Key key = store.put(object);
    byte[] back = store.get(key, byte[].class).orElseThrow();
    store.evict(key);
    return back;
  }

  private static double micros(int rounds, Callable<byte[]> round) throws Exception {
    long bytes = 0;
    long start = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      bytes += round.call().length;
    }
    long nanos = System.nanoTime() - start;
    if (bytes == 0) {
      throw new IllegalStateException("Nothing came back.");
    }
    return nanos / 1e3 / rounds;
  }
}
