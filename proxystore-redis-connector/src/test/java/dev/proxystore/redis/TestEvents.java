package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.Subscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/** Brokers, batches and messages for tests. */
final class TestEvents {
  private static final Duration LONG = Duration.ofSeconds(20);

  private TestEvents() {}

  static Broker open(String address, Map<String, String> options) {
    return Brokers.open(StoreAddress.parse(address), ConnectorOptions.of(options));
  }

  static EventBatch batch(UUID producer, long first, String... texts) {
    return batch(producer, first, List.of(texts));
  }

  static EventBatch batch(UUID producer, long first, List<String> texts) {
    return new EventBatch(
        producer, first, texts.stream().map(text -> text.getBytes(UTF_8)).toList());
  }

  static List<String> numbered(int from, int count) {
    return IntStream.range(from, from + count).mapToObj(i -> "event " + i).toList();
  }

  static String text(Message message) {
    return new String(message.frame(), UTF_8);
  }

  static List<String> texts(List<Message> messages) {
    return messages.stream().map(TestEvents::text).toList();
  }

  /** Polls until so many have come. */
  static List<Message> receive(Subscriber subscriber, int count) {
    List<Message> messages = new ArrayList<>();
    long start = System.nanoTime();
    while (messages.size() < count && System.nanoTime() - start < LONG.toNanos()) {
      messages.addAll(subscriber.poll(count - messages.size(), Duration.ofMillis(200)));
    }
    return messages;
  }
}
