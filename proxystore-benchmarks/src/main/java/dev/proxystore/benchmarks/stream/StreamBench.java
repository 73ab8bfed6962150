package dev.proxystore.benchmarks.stream;

import dev.proxystore.benchmarks.BenchRedis;
import dev.proxystore.benchmarks.Measurement;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.Store;
import dev.proxystore.stream.SendOptions;
import dev.proxystore.stream.StreamProducer;
import dev.proxystore.stream.event.Metadata;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Objects from a producer in this process to a consumer in another, through Redis: how many a
 * second are sent, resolved and evicted, and how soon after sending the consumer has the proxy.
 */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    description =
        "A producer and a consumer in two processes: items a second, and the time from sending to"
            + " having the proxy.")
public final class StreamBench implements Callable<Integer> {
  static final String SENT_NANOS = "sent";

  private static final String BENCH = "stream";

  /** How many objects are under way together at most, in either process. */
  static final int DEPTH = 64;

  private static final int WARM_UPS = 2;
  private static final int LATENCY_ITEMS = 1000;
  private static final long LATENCY_PAUSE_NANOS = 1_000_000;

  @Option(
      names = "--broker",
      description = "The kind of broker on Redis: stream, list or pubsub. Default: stream.")
  private String broker = "stream";

  @Option(
      names = "--sizes",
      split = ",",
      paramLabel = "BYTES",
      description = "Only objects of these sizes: 1024, 65536, 1048576.")
  private @Nullable Set<Integer> sizes;

  @Option(names = "--batches", split = ",", description = "Only batches of this size: 1, 32.")
  private @Nullable Set<Integer> batches;

  @Option(
      names = "--ways",
      split = ",",
      description = "Only these ways to send: ${COMPLETION-CANDIDATES}.")
  private @Nullable Set<Arm.Way> ways;

  @Option(names = "--repeats", description = "Runs of each setting. Default: ${DEFAULT-VALUE}.")
  private int repeats = 5;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Add a line of JSON for each setting to this file.")
  private @Nullable Path json;

  private String redis = "";

  private StreamBench() {}

  @Override
  public Integer call() throws Exception {
    try (RedisServer server = BenchRedis.start()) {
      redis = BenchRedis.describe(server);
      System.err.println("Redis " + redis);
      String events = "redis://127.0.0.1:%d/events?broker=%s".formatted(server.port(), broker);
      String objects = "redis://127.0.0.1:%d/1/objects".formatted(server.port());
      List<Measurement> measurements = new ArrayList<>();
      try (Store store = Store.builder(objects).withoutCache().build();
          Consumer resolving = Consumer.start(events, server.port())) {
        measurements.addAll(throughput(server.port(), events, store, resolving));
        measurements.add(latency(events, store, resolving));
      }
      report(measurements);
    }
    return 0;
  }

  private List<Measurement> throughput(int port, String events, Store store, Consumer consumer)
      throws IOException {
    Map<Arm, List<Double>> values = new LinkedHashMap<>();
    Arm.all().stream()
        .filter(arm -> sizes == null || sizes.contains(arm.size()))
        .filter(arm -> batches == null || batches.contains(arm.batch()))
        .filter(arm -> ways == null || ways.contains(arm.way()))
        .forEach(arm -> values.put(arm, new ArrayList<>()));
    Random random = new Random(1);
    for (int run = -WARM_UPS; run < repeats; run++) {
      List<Arm> order = new ArrayList<>(values.keySet());
      Collections.shuffle(order, random);
      for (Arm arm : order) {
        double perSecond = run(port, events, store, consumer, arm);
        if (run >= 0) {
          values.getOrDefault(arm, List.of()).add(perSecond);
        }
      }
    }
    return values.keySet().stream().map(arm -> measurement(arm, values)).toList();
  }

  private Measurement measurement(Arm arm, Map<Arm, List<Double>> values) {
    Measurement mine = measurement(arm, arm.way().text(), values);
    return values.containsKey(arm.raw())
        ? mine.comparedWith(measurement(arm.raw(), "raw", values))
        : mine;
  }

  private Measurement measurement(Arm arm, String name, Map<Arm, List<Double>> values) {
    double[] runs = values.getOrDefault(arm, List.of()).stream().mapToDouble(v -> v).toArray();
    return measurement(name, arm.parameters(), "items/s", runs);
  }

  private double run(int port, String events, Store store, Consumer consumer, Arm arm)
      throws IOException {
    String topic = "bench-" + UUID.randomUUID();
    byte[] object = new byte[arm.size()];
    new Random(2).nextBytes(object);
    consumer.begin(arm.way(), topic);
    long start = System.nanoTime();
    switch (arm.way()) {
      case RAW -> sendRaw(port, topic, object, arm);
      case SEND, ASYNC -> send(events, store, topic, object, arm);
    }
    Consumer.Answer answer = consumer.answer();
    requireAll(arm, answer);
    return arm.items() * 1e9 / (answer.lastNanos() - start);
  }

  private static void sendRaw(int port, String topic, byte[] object, Arm arm) {
    try (Raw raw = new Raw(port)) {
      raw.send(topic, object, arm.items(), arm.batch() == 1 ? DEPTH : arm.batch());
    }
  }

  private static void send(String events, Store store, String topic, byte[] object, Arm arm) {
    try (StreamProducer<byte[]> producer =
        StreamProducer.<byte[]>builder(events)
            .defaultStore(store)
            .batchSize(arm.batch())
            .maxWaiting(DEPTH)
            .build()) {
      for (int i = 0; i < arm.items(); i++) {
        if (arm.way() == Arm.Way.ASYNC) {
          CompletableFuture<Void> unused = producer.sendAsync(topic, object);
        } else {
          producer.send(topic, object);
        }
      }
    }
  }

  private static void requireAll(Arm arm, Consumer.Answer answer) {
    if (answer.items() != arm.items() || answer.bytes() != (long) arm.items() * arm.size()) {
      throw new IllegalStateException(
          "Sent %d objects of %d bytes, received %d with %d bytes."
              .formatted(arm.items(), arm.size(), answer.items(), answer.bytes()));
    }
  }

  /** Objects that are sent one at a time, with pauses, so that none waits for another. */
  private Measurement latency(String events, Store store, Consumer consumer) throws IOException {
    double[] medians = new double[repeats];
    for (int run = -1; run < repeats; run++) {
      String topic = "bench-" + UUID.randomUUID();
      consumer.begin(Arm.Way.SEND, topic);
      try (StreamProducer<byte[]> producer =
          StreamProducer.<byte[]>builder(events).defaultStore(store).build()) {
        for (int i = 0; i < LATENCY_ITEMS; i++) {
          Metadata sent = Metadata.of(SENT_NANOS, System.nanoTime());
          producer.send(topic, new byte[1 << 10], SendOptions.defaults().withMetadata(sent));
          LockSupport.parkNanos(LATENCY_PAUSE_NANOS);
        }
      }
      double median = consumer.answer().medianLatencyNanos() / 1e3;
      if (run >= 0) {
        medians[run] = median;
      }
    }
    return measurement("notify", Map.of("batch", "1", "size", "1024"), "us (median)", medians);
  }

  private Measurement measurement(
      String arm, Map<String, String> parameters, String unit, double[] values) {
    Map<String, String> all = new LinkedHashMap<>(parameters);
    all.put("broker", broker);
    all.put("store", "redis");
    return Measurement.of(BENCH, arm, all, unit, values);
  }

  private void report(List<Measurement> measurements) throws IOException {
    for (Measurement each : measurements) {
      System.out.println(each.text());
      if (json != null) {
        Files.writeString(
            json,
            each.with("redis", redis).json() + "\n",
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      }
    }
  }
}
