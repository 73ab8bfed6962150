package dev.proxystore.hazelcast;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.ReplayableBroker;
import dev.proxystore.stream.event.Subscriber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.LongStream;

/** Events of one producer, each of which is its number as text. */
final class BrokerEvents {
  private static final long LONG_ENOUGH = Duration.ofSeconds(20).toNanos();

  private final UUID producer = UUID.randomUUID();

  /** The events from a number up to another one, which is left out. */
  EventBatch numbers(long from, long to) {
    return new EventBatch(
        producer, from, LongStream.range(from, to).mapToObj(BrokerEvents::frame).toList());
  }

  private static byte[] frame(long number) {
    return Long.toString(number).getBytes(UTF_8);
  }

  static long number(Message message) {
    return Long.parseLong(new String(message.frame(), UTF_8));
  }

  /** Polls until so many have come. */
  static List<Message> receive(Subscriber subscriber, int count) {
    List<Message> messages = new ArrayList<>();
    long deadline = System.nanoTime() + LONG_ENOUGH;
    while (messages.size() < count && System.nanoTime() < deadline) {
      messages.addAll(subscriber.poll(count - messages.size(), Duration.ofMillis(500)));
    }
    return messages;
  }

  static List<Long> numbers(Subscriber subscriber, int count) {
    return receive(subscriber, count).stream().map(BrokerEvents::number).toList();
  }

  static Broker open(String address, Map<String, String> options) {
    return Brokers.open(StoreAddress.parse(address), ConnectorOptions.of(options));
  }

  static ReplayableBroker openLog(String address, Map<String, String> options) {
    return (ReplayableBroker) open(address, options);
  }
}
