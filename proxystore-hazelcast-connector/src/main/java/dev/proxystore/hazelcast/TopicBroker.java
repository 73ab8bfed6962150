package dev.proxystore.hazelcast;

import com.hazelcast.config.TopicConfig;
import com.hazelcast.topic.ITopic;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Delivery;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.util.List;

/**
 * Topics of Hazelcast: every subscriber that listens gets what is published meanwhile, at most
 * once. Nothing is kept: not for those that come later, and not for those whose connection breaks.
 *
 * <p>What it promises:
 *
 * <ul>
 *   <li>The events of one publisher come in their order; those of several in the same order to
 *       everybody, unless the cluster has a configuration of its own for these topics that says
 *       otherwise.
 *   <li>A publisher is not held up by slow subscribers. What a subscriber has not polled waits in
 *       its memory, up to the option {@code buffer}; what comes then is dropped, and the poll that
 *       reaches the gap says how many events were. A broken connection is an error of the next
 *       poll, since events may be missing. What is lost when a member dies, or drowns in events, is
 *       not seen by anybody.
 *   <li>Repeats are not dropped.
 * </ul>
 */
final class TopicBroker implements Broker {
  private final BrokerLink link;

  TopicBroker(BrokerLink link) {
    this.link = link;
    link.configure(
        config ->
            config.addTopicConfig(
                new TopicConfig(link.address().own("*")).setGlobalOrderingEnabled(true)));
  }

  @Override
  public StoreAddress address() {
    return link.address().given();
  }

  @Override
  public Delivery delivery() {
    return Delivery.BROADCAST;
  }

  @Override
  public Publisher publisher() {
    return new Publisher() {
      @Override
      public void publish(String topic, EventBatch events) {
        publishAll(topic, events.frames());
      }

      @Override
      public void publishEnd(String topic, EventBatch end) {
        publishAll(topic, end.frames());
      }

      @Override
      public void close() {
        // holds nothing
      }
    };
  }

  private void publishAll(String topic, List<byte[]> frames) {
    String name = link.address().structure(topic);
    link.call(
        "cannot publish to topic '" + topic + "'",
        () -> {
          ITopic<byte[]> there = link.instance().getTopic(name);
          if (link.address().cluster().embedded()) {
            // A member of Hazelcast 5.7 fails to publish several at once to an ordered topic.
            frames.forEach(there::publish);
          } else {
            there.publishAll(frames);
          }
          return there;
        });
  }

  @Override
  public Subscriber subscriber(Subscription subscription) {
    if (subscription.group().isPresent()) {
      throw new IllegalArgumentException(
          "The broker %s knows no groups, and was asked for '%s': each subscriber of a topic gets all. Leave out the group, or use broker=queue."
              .formatted(address(), subscription.group().orElseThrow()));
    }
    return new TopicSubscriber(link, subscription.topic());
  }

  @Override
  public void close() {
    link.close();
  }
}
