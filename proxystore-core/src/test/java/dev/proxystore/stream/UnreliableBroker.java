package dev.proxystore.stream;

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
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A broker that is away when a test says so, or breaks off after it has taken what it was given.
 */
final class UnreliableBroker implements Broker {
  enum Fault {
    NONE,
    BEFORE,
    AFTER
  }

  private final Broker broker;
  volatile Fault publishing = Fault.NONE;
  volatile Fault polling = Fault.NONE;
  final List<Message> acknowledged = new ArrayList<>();

  UnreliableBroker(Broker broker) {
    this.broker = broker;
  }

  @Override
  public StoreAddress address() {
    return broker.address();
  }

  @Override
  public Delivery delivery() {
    return broker.delivery();
  }

  private BrokerException away() {
    return new BrokerException(address(), "is away.", null);
  }

  @Override
  public Publisher publisher() {
    Publisher publisher = broker.publisher();
    return new Publisher() {
      @Override
      public void publish(String topic, EventBatch events) {
        failing(() -> publisher.publish(topic, events));
      }

      @Override
      public void publishEnd(String topic, EventBatch end) {
        failing(() -> publisher.publishEnd(topic, end));
      }

      @Override
      public void close() {
        publisher.close();
      }
    };
  }

  private void failing(Runnable work) {
    if (publishing != Fault.BEFORE) {
      work.run();
    }
    if (publishing != Fault.NONE) {
      throw away();
    }
  }

  @Override
  public Subscriber subscriber(Subscription subscription) {
    Subscriber subscriber = broker.subscriber(subscription);
    return new Subscriber() {
      @Override
      public List<Message> poll(int most, Duration timeout) {
        if (polling != Fault.NONE) {
          throw away();
        }
        return subscriber.poll(most, timeout);
      }

      @Override
      public void acknowledge(Collection<Message> messages) {
        acknowledged.addAll(messages);
      }

      @Override
      public void wakeUp() {
        subscriber.wakeUp();
      }

      @Override
      public void close() {
        subscriber.close();
      }
    };
  }

  @Override
  public void close() {
    broker.close();
  }
}
