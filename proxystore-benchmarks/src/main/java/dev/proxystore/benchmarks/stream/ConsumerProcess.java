package dev.proxystore.benchmarks.stream;

import dev.proxystore.store.StoreFactory;
import dev.proxystore.stream.StreamConsumer;
import dev.proxystore.stream.StreamItem;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The consuming half: reads from standard input how to consume and the names of topics, consumes
 * each to its end, and answers with a line: how many objects, how many bytes, when it had the first
 * and the last one (in nanoseconds of the machine's clock), and the median time from sending to
 * having the proxy.
 */
final class ConsumerProcess {
  private ConsumerProcess() {}

  /** The argument: the {@linkplain Place#text place} of events and objects. */
  public static void main(String[] arguments) throws Exception {
    BufferedReader topics =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = topics.readLine(); line != null; line = topics.readLine()) {
      String[] wayAndTopic = line.split(" ", 2);
      Place place = Place.parse(arguments[0]);
      switch (Arm.Way.of(wayAndTopic[0])) {
        case RAW -> consumeRaw(place, wayAndTopic[1]);
        case PROXY -> consumeProxies(place.events(), wayAndTopic[1]);
        case SEND, ASYNC -> consume(place.events(), wayAndTopic[1]);
      }
    }
  }

  private static void consumeRaw(Place place, String topic) throws Exception {
    try (Raw raw = place.raw()) {
      System.out.println("ready");
      List<Integer> sizes = raw.receive(topic, StreamBench.DEPTH);
      long last = System.nanoTime();
      long bytes = sizes.stream().mapToLong(size -> size).sum();
      answer(sizes.size(), bytes, last, last, 0);
    }
  }

  private static void answer(long items, long bytes, long first, long last, long median) {
    System.out.println("%d %d %d %d %d".formatted(items, bytes, first, last, median));
  }

  /** Removes the objects when that is no longer measured. */
  private static void consumeProxies(String broker, String topic) {
    try (StreamConsumer<byte[]> consumer = StreamConsumer.<byte[]>builder(broker, topic).build()) {
      System.out.println("ready");
      List<StreamItem<byte[]>> items = new ArrayList<>();
      long first = 0;
      for (StreamItem<byte[]> item : consumer) {
        first = first == 0 ? System.nanoTime() : first;
        items.add(item);
      }
      long last = System.nanoTime();
      items.forEach(StreamItem::discard);
      answer(items.size(), items.stream().mapToLong(ConsumerProcess::length).sum(), first, last, 0);
    }
  }

  private static long length(StreamItem<byte[]> item) {
    return ((StoreFactory<?>) item.proxy().factory()).key().length();
  }

  private static void consume(String broker, String topic) {
    try (StreamConsumer<byte[]> consumer =
        StreamConsumer.<byte[]>builder(broker, topic).fetchAhead(StreamBench.DEPTH).build()) {
      System.out.println("ready");
      consume(consumer);
    }
  }

  private static void consume(StreamConsumer<byte[]> consumer) {
    List<Long> latencies = new ArrayList<>();
    long bytes = 0;
    long last = System.nanoTime();
    for (StreamItem<byte[]> item : consumer) {
      last = System.nanoTime();
      latencies.add(last - item.metadata().number(StreamBench.SENT_NANOS).orElse(last));
      bytes += item.object().length;
    }
    last = System.nanoTime();
    latencies.sort(null);
    long median = latencies.isEmpty() ? 0 : latencies.get(latencies.size() / 2);
    answer(latencies.size(), bytes, last, last, median);
  }
}
