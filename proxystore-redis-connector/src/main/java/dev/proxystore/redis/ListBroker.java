package dev.proxystore.redis;

import dev.proxystore.stream.event.Delivery;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.util.List;

/**
 * Queues in lists of Redis. Each event goes to one subscriber, at least once: what a subscriber has
 * taken lies in a list of its own until it is acknowledged. A subscriber that comes back under its
 * name gets that first; others take it over when its owner has not polled for {@link
 * RedisBrokerOptions#claimAfter()}, so that also what one without a name leaves behind is not lost.
 *
 * <p>All subscribers of a topic share one queue; groups make no difference.
 */
final class ListBroker extends RedisBroker {

  ListBroker(BrokerServers servers) {
    super(servers);
  }

  @Override
  public Delivery delivery() {
    return Delivery.QUEUE;
  }

  @Override
  public Publisher publisher() {
    return new RedisPublisher(this::publish, this::publishEnd);
  }

  private void publish(String topic, EventBatch batch) {
    TopicKeys keys = TopicKeys.queue(name(), topic);
    List<byte[]> used = List.of(keys.events(), keys.producer(batch.producer()));
    ListScripts.PUBLISH.run(servers(), topic, used, batch, "");
  }

  private void publishEnd(String topic, EventBatch end) {
    TopicKeys keys = TopicKeys.queue(name(), topic);
    List<byte[]> used = List.of(keys.events(), keys.producer(end.producer()), keys.ends());
    ListScripts.PUBLISH_END.run(servers(), topic, used, end, "");
  }

  @Override
  public Subscriber subscriber(Subscription subscription) {
    TopicKeys keys = TopicKeys.queue(name(), subscription.topic());
    return servers().closeWithBroker(new ListReader(servers(), keys, subscription));
  }
}
