package dev.proxystore.flink.testutils;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.Metadata;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.ReplayableBroker;
import dev.proxystore.stream.event.StreamEvent;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Topics of a broker in memory, and producers that send references to objects that nobody put. */
public final class TestTopics implements AutoCloseable {
  /** The name under which an event says which one it is. */
  public static final String NUMBER = "number";

  private static final StoreAddress NOWHERE = StoreAddress.parse("file:///nowhere/frames");
  private static final int BATCH = 5;

  private final Broker broker;
  private final Publisher publisher;

  private TestTopics(Broker broker) {
    this.broker = broker;
    publisher = broker.publisher();
  }

  /** Topics that can be replayed. */
  public static TestTopics log(int partitions) {
    return of(Brokers.open("local:" + UUID.randomUUID() + "?broker=log&partitions=" + partitions));
  }

  /** Topics of which each event goes to one reader. */
  public static TestTopics queue() {
    return of(Brokers.open("local:" + UUID.randomUUID()));
  }

  /** Topics of a broker, which is closed with them. */
  public static TestTopics of(Broker broker) {
    return new TestTopics(broker);
  }

  public String address() {
    return broker.address().toString();
  }

  public ReplayableBroker broker() {
    return (ReplayableBroker) broker;
  }

  public Producer producer(String topic) {
    return new Producer(topic);
  }

  /** Bytes that need be no event. */
  public void publish(String topic, byte[] frame) {
    publisher.publish(topic, new EventBatch(UUID.randomUUID(), 0, List.of(frame)));
  }

  @Override
  public void close() {
    publisher.close();
    broker.close();
  }

  /** A proxy of the object of an event. */
  public static Proxy<String> proxy(int number) {
    Key key = new Key("object-" + number, Descriptor.of("utf8", new byte[0]));
    return Proxy.of(new StoreFactory<>(NOWHERE, key, OnResolve.KEEP));
  }

  /** Sends events of which each has a number and a second of its own. */
  public final class Producer {
    private final UUID id = UUID.randomUUID();
    private final String topic;
    private long next;

    private Producer(String topic) {
      this.topic = topic;
    }

    /** Sends the events from one number to before another. */
    public Producer send(int from, int to) {
      for (int first = from; first < to; first += BATCH) {
        int begin = first;
        long sequence = next;
        List<byte[]> frames =
            IntStream.range(begin, Math.min(to, begin + BATCH))
                .mapToObj(i -> frame(sequence + i - begin, i))
                .toList();
        publisher.publish(topic, new EventBatch(id, sequence, frames));
        next += frames.size();
      }
      return this;
    }

    /** The bytes of an event of this producer. */
    public byte[] frame(long sequence, int number) {
      return EventFrame.write(
          new StreamEvent.ObjectSent(
              id,
              sequence,
              Instant.ofEpochSecond(number),
              Metadata.of(NUMBER, number),
              proxy(number)));
    }

    public void end() {
      byte[] frame = EventFrame.write(new StreamEvent.EndOfStream(id, next, Instant.now()));
      publisher.publishEnd(topic, new EventBatch(id, next++, List.of(frame)));
    }
  }
}
