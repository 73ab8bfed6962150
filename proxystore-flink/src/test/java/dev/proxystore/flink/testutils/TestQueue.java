package dev.proxystore.flink.testutils;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.Delivery;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A queue in memory that keeps what a consumer took until it is acknowledged, and hands it out
 * again when the consumer is back. Can be told not to answer.
 */
public final class TestQueue implements Broker {
  static final String SCHEME = "test-queue";

  private static final Map<StoreAddress, TestQueue> BY_ADDRESS = new ConcurrentHashMap<>();

  private final StoreAddress address;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private final Map<String, TreeMap<Long, byte[]>> taken = new HashMap<>();
  private final List<byte[]> ends = new ArrayList<>();
  private long next;
  private boolean isDown;
  private int refused;

  private TestQueue(StoreAddress address) {
    this.address = address;
  }

  /** A new one. */
  public static TestQueue start() {
    return at(StoreAddress.parse(SCHEME + "://localhost/" + UUID.randomUUID()));
  }

  static TestQueue at(StoreAddress address) {
    return BY_ADDRESS.computeIfAbsent(address, TestQueue::new);
  }

  /** How many messages were not acknowledged, taken or not. */
  public synchronized int left() {
    return waiting.size() + taken.values().stream().mapToInt(TreeMap::size).sum();
  }

  public synchronized void goDown() {
    isDown = true;
  }

  public synchronized void comeBack() {
    isDown = false;
  }

  /** How often somebody asked in vain. */
  public synchronized int refused() {
    return refused;
  }

  private synchronized List<Message> take(String consumer, int most) {
    if (isDown) {
      refused++;
      throw new BrokerException(address, "does not answer, as it was told to.", null);
    }
    List<Message> messages = new ArrayList<>();
    while (messages.size() < most && !waiting.isEmpty()) {
      byte[] frame = waiting.remove();
      taken.computeIfAbsent(consumer, absent -> new TreeMap<>()).put(next, frame);
      messages.add(new Message(0, Long.toString(next++), frame));
    }
    return messages;
  }

  private synchronized List<Message> takenBefore(String consumer) {
    return taken.getOrDefault(consumer, new TreeMap<>()).entrySet().stream()
        .map(each -> new Message(0, Long.toString(each.getKey()), each.getValue()))
        .toList();
  }

  private synchronized void acknowledge(String consumer, Collection<Message> messages) {
    messages.stream()
        .filter(each -> !each.position().isEmpty())
        .forEach(each -> taken.get(consumer).remove(Long.parseLong(each.position())));
  }

  private synchronized List<Message> endsBehind(int seen) {
    return waiting.isEmpty()
        ? ends.subList(seen, ends.size()).stream().map(each -> new Message(0, "", each)).toList()
        : List.of();
  }

  private synchronized void add(Collection<byte[]> to, EventBatch events) {
    to.addAll(events.frames());
  }

  @Override
  public StoreAddress address() {
    return address;
  }

  @Override
  public Delivery delivery() {
    return Delivery.QUEUE;
  }

  @Override
  public Publisher publisher() {
    return new Publisher() {
      @Override
      public void publish(String topic, EventBatch events) {
        add(waiting, events);
      }

      @Override
      public void publishEnd(String topic, EventBatch end) {
        add(ends, end);
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public Subscriber subscriber(Subscription subscription) {
    return new Consumer(subscription.consumer().orElseThrow());
  }

  @Override
  public void close() {}

  private final class Consumer implements Subscriber {
    private final String name;
    private List<Message> again;
    private int endsSeen;

    Consumer(String name) {
      this.name = name;
      this.again = takenBefore(name);
    }

    @Override
    public List<Message> poll(int most, Duration timeout) {
      List<Message> messages = again.isEmpty() ? take(name, most) : again;
      again = List.of();
      if (messages.isEmpty()) {
        messages = endsBehind(endsSeen);
        endsSeen += messages.size();
      }
      return messages;
    }

    @Override
    public void acknowledge(Collection<Message> messages) {
      TestQueue.this.acknowledge(name, messages);
    }

    @Override
    public void wakeUp() {}

    @Override
    public void close() {}
  }
}
