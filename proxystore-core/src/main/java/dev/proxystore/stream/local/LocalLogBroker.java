package dev.proxystore.stream.local;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Delivery;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.PositionGoneException;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.ReplayableBroker;
import dev.proxystore.stream.event.StartPosition;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Logs in the memory of this process, which keep all events until they are trimmed. Every
 * subscriber reads all; groups are not known. A position is the number of the event after it.
 */
final class LocalLogBroker implements ReplayableBroker {
  private final StoreAddress address;
  private final int partitions;
  private final LocalTopics topics;
  private final AtomicBoolean closed = new AtomicBoolean();

  LocalLogBroker(StoreAddress address, int partitions) {
    this.address = address;
    this.partitions = partitions;
    this.topics = LocalTopics.join(address);
  }

  @Override
  public StoreAddress address() {
    return address;
  }

  @Override
  public Delivery delivery() {
    return Delivery.REPLAYABLE;
  }

  @Override
  public int partitions() {
    return partitions;
  }

  @Override
  public Publisher publisher() {
    return new Publisher() {
      @Override
      public void publish(String topic, EventBatch events) {
        topics.partition(topic, events.partition(partitions)).append(events);
      }

      @Override
      public void publishEnd(String topic, EventBatch end) {
        for (int partition = 0; partition < partitions; partition++) {
          topics.partition(topic, partition).append(end);
        }
      }

      @Override
      public void close() {
        // holds nothing
      }
    };
  }

  @Override
  public Subscriber subscriber(Subscription subscription) {
    if (subscription.group().isPresent()) {
      throw new IllegalArgumentException(
          "The broker %s knows no groups, and was asked for '%s': each subscriber of a log in memory reads all."
              .formatted(address, subscription.group().get()));
    }
    return new LogSubscriber(subscription);
  }

  @Override
  public String earliest(String topic, int partition) {
    return Long.toString(topics.partition(topic, partition).first());
  }

  @Override
  public String latest(String topic, int partition) {
    return Long.toString(topics.partition(topic, partition).next());
  }

  @Override
  public String at(String topic, int partition, Instant time) {
    return Long.toString(topics.partition(topic, partition).at(time));
  }

  @Override
  public long pending(String topic, int partition, String position) {
    return topics.partition(topic, partition).next() - Long.parseLong(position);
  }

  @Override
  public void trim(String topic, int partition, String position) {
    topics.partition(topic, partition).trim(Long.parseLong(position));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      topics.leave();
    }
  }

  /** Reads its partitions in turn, each from a place of its own. */
  private final class LogSubscriber extends WaitingSubscriber {
    private final String topic;
    private final TreeMap<Integer, Long> next = new TreeMap<>();
    private int lastPartition = -1;

    LogSubscriber(Subscription subscription) {
      this(subscription.topic(), all(subscription.partitions()), subscription.start());
    }

    private LogSubscriber(String topic, Set<Integer> read, StartPosition start) {
      super(read.stream().map(each -> topics.partition(topic, each)).toList());
      this.topic = topic;
      read.forEach(each -> next.put(each, position(each, start)));
    }

    private long position(int partition, StartPosition start) {
      if (start instanceof StartPosition.Latest) {
        return Long.parseLong(latest(topic, partition));
      }
      if (start instanceof StartPosition.Timestamp from) {
        return Long.parseLong(at(topic, partition, from.time()));
      }
      return start instanceof StartPosition.After after
          ? Long.parseLong(after.positions().getOrDefault(partition, "0"))
          : Long.parseLong(earliest(topic, partition));
    }

    @Override
    List<Message> next(int most) {
      for (int i = 0; i < next.size(); i++) {
        lastPartition = following(lastPartition);
        List<Message> messages = read(lastPartition, most);
        if (!messages.isEmpty()) {
          return messages;
        }
      }
      return List.of();
    }

    private int following(int partition) {
      Integer higher = next.higherKey(partition);
      return higher == null ? next.firstKey() : higher;
    }

    private List<Message> read(int partition, int most) {
      LocalTopic line = topics.partition(topic, partition);
      long from = next.getOrDefault(partition, 0L);
      List<byte[]> frames = line.read(from, most);
      if (from < line.first()) {
        throw new PositionGoneException(
            address, topic, partition, Long.toString(from), Long.toString(line.first()));
      }
      List<Message> messages = new ArrayList<>();
      for (byte[] frame : frames) {
        messages.add(new Message(partition, Long.toString(++from), frame));
      }
      next.put(partition, from);
      return messages;
    }
  }

  private Set<Integer> all(Set<Integer> asked) {
    return asked.isEmpty()
        ? IntStream.range(0, partitions).boxed().collect(Collectors.toUnmodifiableSet())
        : asked;
  }
}
