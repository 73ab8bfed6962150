package dev.proxystore.benchmarks.stream;

import dev.proxystore.stream.StreamConsumer;
import dev.proxystore.stream.StreamItem;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * The consuming half: reads the names of topics from standard input, consumes each to its end, and
 * answers with a line: how many objects, how many bytes, when it had the last one (in nanoseconds
 * of the machine's clock), and the median time from sending to having the proxy.
 */
final class ConsumerProcess {
  private ConsumerProcess() {}

  /** Arguments: the address of the broker, and whether to resolve: {@code true} or not. */
  public static void main(String[] arguments) throws Exception {
    boolean resolves = Boolean.parseBoolean(arguments[1]);
    BufferedReader topics =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String topic = topics.readLine(); topic != null; topic = topics.readLine()) {
      try (StreamConsumer<byte[]> consumer =
          StreamConsumer.<byte[]>builder(arguments[0], topic).build()) {
        System.out.println("ready");
        System.out.println(consume(consumer, resolves));
      }
    }
  }

  private static String consume(StreamConsumer<byte[]> consumer, boolean resolves) {
    List<Long> latencies = new ArrayList<>();
    long bytes = 0;
    long last = System.nanoTime();
    for (StreamItem<byte[]> item : consumer) {
      last = System.nanoTime();
      latencies.add(last - item.metadata().number(StreamBench.SENT_NANOS).orElse(last));
      if (resolves) {
        bytes += item.object().length;
        last = System.nanoTime();
      }
    }
    latencies.sort(null);
    long median = latencies.isEmpty() ? 0 : latencies.get(latencies.size() / 2);
    return "%d %d %d %d".formatted(latencies.size(), bytes, last, median);
  }
}
