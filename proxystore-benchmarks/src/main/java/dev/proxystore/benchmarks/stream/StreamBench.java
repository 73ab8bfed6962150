package dev.proxystore.benchmarks.stream;

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
import java.util.UUID;
import java.util.concurrent.Callable;
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
  private static final int WARM_UPS = 2;
  private static final int LATENCY_ITEMS = 1000;
  private static final long LATENCY_PAUSE_NANOS = 1_000_000;

  /** One setting: runs of all settings take turns, in random order. */
  private record Arm(int size, int batch, int items) {
    Map<String, String> parameters() {
      Map<String, String> settings = new LinkedHashMap<>();
      settings.put("batch", Integer.toString(batch));
      settings.put("size", Integer.toString(size));
      return settings;
    }
  }

  @Option(
      names = "--broker",
      description = "The kind of broker on Redis: stream, list or pubsub. Default: stream.")
  private String broker = "stream";

  @Option(names = "--repeats", description = "Runs of each setting. Default: ${DEFAULT-VALUE}.")
  private int repeats = 5;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Add a line of JSON for each setting to this file.")
  private @Nullable Path json;

  private StreamBench() {}

  @Override
  public Integer call() throws Exception {
    try (RedisServer server = RedisServer.builder().start()) {
      String events = "redis://127.0.0.1:%d/events?broker=%s".formatted(server.port(), broker);
      String objects = "redis://127.0.0.1:%d/1/objects".formatted(server.port());
      List<Measurement> measurements = new ArrayList<>();
      try (Store store = Store.builder(objects).withoutCache().build();
          Consumer resolving = Consumer.start(events, true)) {
        measurements.addAll(throughput(events, store, resolving));
        measurements.add(latency(events, store, resolving));
      }
      report(measurements);
    }
    return 0;
  }

  private List<Measurement> throughput(String events, Store store, Consumer consumer)
      throws IOException {
    List<Arm> arms =
        List.of(
            new Arm(1 << 10, 1, 20_000),
            new Arm(1 << 10, 32, 60_000),
            new Arm(64 << 10, 1, 4_000),
            new Arm(64 << 10, 32, 4_000),
            new Arm(1 << 20, 1, 600),
            new Arm(1 << 20, 32, 600));
    Map<Arm, List<Double>> values = new LinkedHashMap<>();
    arms.forEach(arm -> values.put(arm, new ArrayList<>()));
    Random random = new Random(1);
    for (int run = -WARM_UPS; run < repeats; run++) {
      List<Arm> order = new ArrayList<>(arms);
      Collections.shuffle(order, random);
      for (Arm arm : order) {
        double perSecond = run(events, store, consumer, arm);
        if (run >= 0) {
          values.getOrDefault(arm, List.of()).add(perSecond);
        }
      }
    }
    return values.entrySet().stream()
        .map(
            each ->
                measurement(
                    "resolve",
                    each.getKey().parameters(),
                    "items/s",
                    each.getValue().stream().mapToDouble(value -> value).toArray()))
        .toList();
  }

  private double run(String events, Store store, Consumer consumer, Arm arm) throws IOException {
    String topic = "bench-" + UUID.randomUUID();
    byte[] object = new byte[arm.size()];
    new Random(2).nextBytes(object);
    consumer.begin(topic);
    long start = System.nanoTime();
    try (StreamProducer<byte[]> producer =
        StreamProducer.<byte[]>builder(events).defaultStore(store).batchSize(arm.batch()).build()) {
      for (int i = 0; i < arm.items(); i++) {
        producer.send(topic, object);
      }
    }
    Consumer.Answer answer = consumer.answer();
    requireAll(arm, answer);
    return arm.items() * 1e9 / (answer.lastNanos() - start);
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
      consumer.begin(topic);
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
    return new Measurement(BENCH, arm, all, unit, values);
  }

  private void report(List<Measurement> measurements) throws IOException {
    for (Measurement each : measurements) {
      System.out.println(each.text());
      if (json != null) {
        Files.writeString(
            json, each.json() + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
    }
  }
}
