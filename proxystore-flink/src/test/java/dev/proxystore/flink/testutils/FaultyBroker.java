package dev.proxystore.flink.testutils;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Delivery;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;

/** A client of a {@link FaultyLog}. */
record FaultyBroker(StoreAddress address, FaultyLog log) implements Broker {

  @Override
  public Delivery delivery() {
    return Delivery.REPLAYABLE;
  }

  @Override
  public int partitions() {
    return log.broker().partitions();
  }

  @Override
  public Publisher publisher() {
    Publisher publisher = log.broker().publisher();
    return new Publisher() {
      @Override
      public void publish(String topic, EventBatch events) {
        log.publish(publisher, topic, events);
      }

      @Override
      public void publishEnd(String topic, EventBatch end) {
        publisher.publishEnd(topic, end);
      }

      @Override
      public void close() {
        publisher.close();
      }
    };
  }

  @Override
  public Subscriber subscriber(Subscription subscription) {
    return log.broker().subscriber(subscription);
  }

  @Override
  public void close() {}
}
