package dev.proxystore.redis;

import dev.proxystore.stream.event.Delivery;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.util.List;

/**
 * Broadcasts through channels of Redis, which keep nothing: an event reaches who listens, at most
 * once. What is published while a subscriber is not connected passes it by; what comes faster than
 * it polls is dropped when its buffer is full, and the poll that comes to the gap is an error that
 * says how many.
 *
 * <p>In a cluster the servers pass each event on to all others.
 */
final class PubSubBroker extends RedisBroker {
  /** Keys: channel, producer's number. */
  private static final PublishScript PUBLISH =
      new PublishScript("redis.call('publish', KEYS[1], ARGV[i])", "");

  PubSubBroker(BrokerServers servers) {
    super(servers);
  }

  @Override
  public Delivery delivery() {
    return Delivery.BROADCAST;
  }

  @Override
  public Publisher publisher() {
    return new RedisPublisher(this::publish, this::publish);
  }

  private void publish(String topic, EventBatch batch) {
    TopicKeys keys = TopicKeys.channel(name(), topic);
    List<byte[]> used = List.of(keys.events(), keys.producer(batch.producer()));
    PUBLISH.run(servers(), topic, used, batch, "");
  }

  @Override
  public Subscriber subscriber(Subscription subscription) {
    byte[] channel = TopicKeys.channel(name(), subscription.topic()).events();
    return servers().closeWithBroker(new PubSubReader(servers(), subscription.topic(), channel));
  }
}
