package dev.proxystore.benchmarks.payload;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.proxystore.benchmarks.BenchRedis;
import dev.proxystore.benchmarks.Measurement;
import dev.proxystore.connector.Key;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreBuilder;
import dev.proxystore.store.payload.Compression;
import dev.proxystore.store.payload.EncryptionKeys;
import dev.proxystore.store.payload.KeyProvider;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Put and get of objects of lines of JSON over Redis, with and without compression and encryption.
 * The arms take turns in each run, and ratios are of runs.
 */
@Command(
    name = "payload",
    mixinStandardHelpOptions = true,
    description = "Put + get over Redis, compressed and encrypted, against neither.")
public final class PayloadBench implements Callable<Integer> {
  private static final int[] SIZES = {64 << 10, 1 << 20};
  private static final int BYTES_PER_RUN = 16 << 20;
  private static final int LEAST_ROUNDS = 64;

  /** Until loops over the bytes of an object are compiled, of which each call makes one. */
  private static final int WARM_UPS = 20;

  @Option(names = "--repeats", description = "Runs of each setting. Default: ${DEFAULT-VALUE}.")
  private int repeats = 11;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Add a line of JSON for each setting to this file.")
  private @Nullable Path json;

  private PayloadBench() {}

  @Override
  public Integer call() throws Exception {
    try (RedisServer server = BenchRedis.start()) {
      System.err.println("Redis " + BenchRedis.describe(server));
      Map<String, Store> arms = open("redis://127.0.0.1:%d/objects".formatted(server.port()));
      try {
        for (int size : SIZES) {
          for (Measurement each : measure(arms, text(size))) {
            each.report(json);
          }
        }
      } finally {
        arms.values().forEach(Store::close);
      }
    }
    return 0;
  }

  private static Map<String, Store> open(String address) throws Exception {
    AeadConfig.register();
    KeyProvider keys =
        KeyProvider.of(
            EncryptionKeys.of(KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM)));
    Map<String, Store> arms = new LinkedHashMap<>();
    arms.put("plain", store(address).build());
    arms.put("lz4", store(address).compression(Compression.LZ4).build());
    arms.put("zstd", store(address).compression(Compression.ZSTD).build());
    arms.put("aes-gcm", store(address).encryption(keys).build());
    arms.put("lz4+aes-gcm", store(address).compression(Compression.LZ4).encryption(keys).build());
    return arms;
  }

  private static StoreBuilder store(String address) {
    return Store.builder(address).withoutCache();
  }

  private List<Measurement> measure(Map<String, Store> arms, byte[] object) {
    Map<String, double[]> micros = new LinkedHashMap<>();
    arms.keySet().forEach(name -> micros.put(name, new double[repeats]));
    for (int run = -WARM_UPS; run < repeats; run++) {
      for (Map.Entry<String, Store> arm : arms.entrySet()) {
        double each = run(arm.getValue(), object);
        if (run >= 0) {
          micros.getOrDefault(arm.getKey(), new double[repeats])[run] = each;
        }
      }
    }
    Map<String, String> parameters = Map.of("size", String.valueOf(object.length));
    Measurement plain =
        Measurement.of(
            "payload", "plain", parameters, "us", micros.getOrDefault("plain", new double[0]));
    return micros.entrySet().stream()
        .map(
            arm ->
                Measurement.of("payload", arm.getKey(), parameters, "us", arm.getValue())
                    .pairedWith(plain))
        .toList();
  }

  /** Microseconds of one put and get. */
  private static double run(Store store, byte[] object) {
    int rounds = Math.max(LEAST_ROUNDS, BYTES_PER_RUN / object.length);
    long start = System.nanoTime();
    for (int i = 0; i < rounds; i++) {
      Key key = store.put(object);
      byte[] back = store.get(key, byte[].class).orElseThrow();
      store.evict(key);
      if (back.length != object.length) {
        throw new IllegalStateException("Expected %d bytes.".formatted(object.length));
      }
    }
    return (System.nanoTime() - start) / 1e3 / rounds;
  }

  /** Lines of JSON, with numbers that nobody can guess. */
  private static byte[] text(int size) {
    Random random = new Random(1);
    StringBuilder text = new StringBuilder();
    long time = 1_700_000_000_000L;
    while (text.length() < size) {
      time += random.nextInt(1000);
      text.append(
          "{\"time\":%d,\"level\":\"%s\",\"sensor\":\"room-%d\",\"temperature\":%d.%02d,\"message\":\"reading accepted by gateway %d\"}\n"
              .formatted(
                  time,
                  random.nextInt(10) == 0 ? "WARN" : "INFO",
                  random.nextInt(200),
                  random.nextInt(40),
                  random.nextInt(100),
                  random.nextInt(16)));
    }
    return Arrays.copyOf(text.toString().getBytes(StandardCharsets.UTF_8), size);
  }
}
