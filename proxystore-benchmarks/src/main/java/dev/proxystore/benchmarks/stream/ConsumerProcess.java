package dev.proxystore.benchmarks.stream;

import dev.proxystore.stream.StreamConsumer;
import dev.proxystore.stream.StreamItem;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The consuming half: reads from standard input how to consume and the names of topics, consumes
 * each to its end, and answers with a line: how many objects, how many bytes, when it had the last
 * one (in nanoseconds of the machine's clock), and the median time from sending to having the
 * proxy.
 */
final class ConsumerProcess {
  private ConsumerProcess() {}

  /** Arguments: the address of the broker, and the port of its server. */
  public static void main(String[] arguments) throws Exception {
    BufferedReader topics =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = topics.readLine(); line != null; line = topics.readLine()) {
      String[] wayAndTopic = line.split(" ", 2);
      if (wayAndTopic[0].equals(Arm.Way.RAW.text())) {
        consumeRaw(Integer.parseInt(arguments[1]), wayAndTopic[1]);
      } else {
        consume(arguments[0], wayAndTopic[1]);
      }
    }
  }

  private static void consumeRaw(int port, String topic) {
    try (Raw raw = new Raw(port)) {
      System.out.println("ready");
      List<Integer> sizes = raw.receive(topic, StreamBench.DEPTH);
      long last = System.nanoTime();
      long bytes = sizes.stream().mapToLong(size -> size).sum();
      System.out.println("%d %d %d 0".formatted(sizes.size(), bytes, last));
    }
  }

  private static void consume(String broker, String topic) {
    try (StreamConsumer<byte[]> consumer =
        StreamConsumer.<byte[]>builder(broker, topic).fetchAhead(StreamBench.DEPTH).build()) {
      System.out.println("ready");
      System.out.println(consume(consumer));
    }
  }

  private static String consume(StreamConsumer<byte[]> consumer) {
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
    return "%d %d %d %d".formatted(latencies.size(), bytes, last, median);
  }
}
