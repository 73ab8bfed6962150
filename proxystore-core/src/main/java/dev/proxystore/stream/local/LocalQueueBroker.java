package dev.proxystore.stream.local;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Delivery;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Queues in the memory of this process. Each event goes to one subscriber, exactly once as long as
 * the process lives; repeats of a producer are dropped when they are published.
 */
final class LocalQueueBroker implements Broker {
  private final StoreAddress address;
  private final LocalTopics topics;
  private final AtomicBoolean closed = new AtomicBoolean();

  LocalQueueBroker(StoreAddress address) {
    this.address = address;
    this.topics = LocalTopics.join(address);
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
        topics.topic(topic).append(events);
      }

      @Override
      public void publishEnd(String topic, EventBatch end) {
        topics.topic(topic).appendEnd(end);
      }

      @Override
      public void close() {
        // holds nothing
      }
    };
  }

  @Override
  public Subscriber subscriber(Subscription subscription) {
    return new QueueSubscriber(topics.topic(subscription.topic()));
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      topics.leave();
    }
  }

  /** Takes entries from the front, and sees each end once. */
  private static final class QueueSubscriber extends WaitingSubscriber {
    private final LocalTopic topic;
    private int endsSeen;

    QueueSubscriber(LocalTopic topic) {
      super(List.of(topic));
      this.topic = topic;
    }

    @Override
    List<Message> next(int most) {
      List<byte[]> frames = topic.take(most);
      if (frames.isEmpty()) {
        frames = topic.endsBehind(endsSeen);
        endsSeen += frames.size();
      }
      return frames.stream().map(frame -> new Message(0, "", frame)).toList();
    }
  }
}
