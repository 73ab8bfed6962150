package dev.proxystore.benchmarks.stream;

import dev.proxystore.benchmarks.BenchHazelcast;
import dev.proxystore.benchmarks.BenchRedis;
import dev.proxystore.benchmarks.Measurement;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.Store;
import dev.proxystore.stream.SendOptions;
import dev.proxystore.stream.StreamProducer;
import dev.proxystore.stream.event.Metadata;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
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
 * Objects from a producer in this process to a consumer in another, through Redis and through a
 * Hazelcast member: how many a second are sent, resolved and evicted, how many proxies a second are
 * consumed without their objects, and how soon after sending the consumer has the proxy.
 */
@Command(
    name = "stream",
    mixinStandardHelpOptions = true,
    description =
        "A producer and a consumer in two processes: items a second, and the time from sending to"
            + " having the proxy; and proxies a second of objects of any size, without fetching them.")
public final class StreamBench implements Callable<Integer> {
  static final String SENT_NANOS = "sent";

  private static final String BENCH = "stream";

  /** How many objects are under way together at most, in either process. */
  static final int DEPTH = 64;

  private static final int WARM_UPS = 2;

  /** In megabytes: a thousand objects of 1 MiB lie there at a time. */
  private static final int MEMBER_HEAP = 3072;

  private static final int LATENCY_ITEMS = 1000;
  private static final long LATENCY_PAUSE_NANOS = 1_000_000;

  @Option(
      names = "--stores",
      split = ",",
      description = "Where events and objects are: ${COMPLETION-CANDIDATES}. Default: all.")
  private Set<Place.Kind> stores = EnumSet.allOf(Place.Kind.class);

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

  private StreamBench() {}

  @Override
  public Integer call() throws Exception {
    if (stores.contains(Place.Kind.redis)) {
      try (RedisServer server = BenchRedis.start()) {
        System.err.println("Redis " + BenchRedis.describe(server));
        measure(new Place(Place.Kind.redis, server.hostAndPort(), broker));
      }
    }
    if (stores.contains(Place.Kind.hazelcast)) {
      try (BenchHazelcast member = BenchHazelcast.start(MEMBER_HEAP)) {
        measure(new Place(Place.Kind.hazelcast, member.hostAndPort(), "ringbuffer"));
      }
    }
    return 0;
  }

  private void measure(Place place) throws Exception {
    try (Store store = Store.builder(place.objects()).withoutCache().build();
        Consumer consumer = Consumer.start(place)) {
      for (Measurement each : throughput(place, store, consumer)) {
        report(place, each);
      }
      report(place, latency(place.events(), store, consumer));
    }
  }

  private List<Measurement> throughput(Place place, Store store, Consumer consumer)
      throws Exception {
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
        double perSecond = run(place, store, consumer, arm);
        if (run >= 0) {
          values.getOrDefault(arm, List.of()).add(perSecond);
        }
      }
    }
    return values.keySet().stream().map(arm -> measurement(arm, values)).toList();
  }

  private Measurement measurement(Arm arm, Map<Arm, List<Double>> values) {
    Measurement mine = measurement(arm, arm.way().text(), values);
    Arm reference = arm.reference();
    return values.containsKey(reference)
        ? mine.comparedWith(measurement(reference, reference.way().text(), values))
        : mine;
  }

  private Measurement measurement(Arm arm, String name, Map<Arm, List<Double>> values) {
    double[] runs = values.getOrDefault(arm, List.of()).stream().mapToDouble(v -> v).toArray();
    return Measurement.of(BENCH, name, arm.parameters(), "items/s", runs);
  }

  private static double run(Place place, Store store, Consumer consumer, Arm arm) throws Exception {
    String topic = "bench-" + UUID.randomUUID();
    byte[] object = new byte[arm.size()];
    new Random(2).nextBytes(object);
    if (arm.way() == Arm.Way.PROXY) {
      send(place.events(), store, topic, object, arm);
      consumer.begin(arm.way(), topic);
      Consumer.Answer answer = answer(arm, consumer);
      return (arm.items() - 1) * 1e9 / (answer.lastNanos() - answer.firstNanos());
    }
    consumer.begin(arm.way(), topic);
    long start = System.nanoTime();
    if (arm.way() == Arm.Way.RAW) {
      sendRaw(place, topic, object, arm);
    } else {
      send(place.events(), store, topic, object, arm);
    }
    return arm.items() * 1e9 / (answer(arm, consumer).lastNanos() - start);
  }

  private static void sendRaw(Place place, String topic, byte[] object, Arm arm) throws Exception {
    try (Raw raw = place.raw()) {
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
        if (arm.way() == Arm.Way.SEND) {
          producer.send(topic, object);
        } else {
          CompletableFuture<Void> unused = producer.sendAsync(topic, object);
        }
      }
    }
  }

  private static Consumer.Answer answer(Arm arm, Consumer consumer) throws IOException {
    Consumer.Answer answer = consumer.answer();
    if (answer.items() != arm.items() || answer.bytes() != (long) arm.items() * arm.size()) {
      throw new IllegalStateException(
          "Sent %d objects of %d bytes, received %d with %d bytes."
              .formatted(arm.items(), arm.size(), answer.items(), answer.bytes()));
    }
    return answer;
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
    return Measurement.of(
        BENCH, "notify", Map.of("batch", "1", "size", "1024"), "us (median)", medians);
  }

  private void report(Place place, Measurement measurement) throws IOException {
    measurement.with("broker", place.broker()).with("store", place.kind().name()).report(json);
  }
}
