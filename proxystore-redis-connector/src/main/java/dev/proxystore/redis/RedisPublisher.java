package dev.proxystore.redis;

import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.Topics;

/** Publishes over the connections of its broker; holds none. */
record RedisPublisher(Route events, Route ends) implements Publisher {

  /** Brings a batch to a topic. */
  interface Route {
    void publish(String topic, EventBatch batch);
  }

  @Override
  public void publish(String topic, EventBatch batch) {
    events.publish(Topics.requireName(topic), batch);
  }

  @Override
  public void publishEnd(String topic, EventBatch end) {
    ends.publish(Topics.requireName(topic), end);
  }

  @Override
  public void close() {
    // the connections are the broker's
  }
}
