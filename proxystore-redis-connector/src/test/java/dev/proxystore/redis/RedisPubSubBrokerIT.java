package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.PubSubContract;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

final class RedisPubSubBrokerIT extends PubSubContract {
  @AutoClose private static final RedisServer server = RedisServer.start();

  private final String name = "topic-" + UUID.randomUUID();
  private final UUID producer = UUID.randomUUID();

  @Override
  protected Broker open() {
    return Brokers.open("redis://" + server.hostAndPort() + "/events?broker=pubsub");
  }

  @Override
  protected boolean dropsRepeats() {
    return true;
  }

  @Test
  void aSubscriberThatIsTooSlowIsToldHowManyItLostAndGoesOn() {
    String address = "redis://" + server.hostAndPort() + "/events?broker=pubsub";
    try (Broker broker = TestEvents.open(address, Map.of(RedisBrokerOptions.BUFFER_SIZE, "10"));
        Publisher publisher = broker.publisher();
        Subscriber slow = broker.subscriber(Subscription.to(name));
        Subscriber other = broker.subscriber(Subscription.to(name))) {
      for (int i = 0; i < 25; i++) {
        publisher.publish(name, TestEvents.batch(producer, i, "event " + i));
        assertThat(TestEvents.receive(other, 1)).hasSize(1);
      }
      awaitFull(broker, publisher);
      assertThat(TestEvents.texts(TestEvents.receive(slow, 10)))
          .isEqualTo(TestEvents.numbered(0, 10));
      assertThatExceptionOfType(BrokerException.class)
          .isThrownBy(() -> slow.poll(10, Duration.ofSeconds(5)))
          .withMessageContaining("has sent 15 events of the topic " + name + " more than")
          .withMessageContaining("raise the option buffer-size (10)");
      publisher.publish(name, TestEvents.batch(producer, 25, "next"));
      assertThat(TestEvents.texts(TestEvents.receive(slow, 1))).containsExactly("next");
    }
  }

  /** What is published to one subscriber has by then been read by those that listened before. */
  private void awaitFull(Broker broker, Publisher publisher) {
    String last = name + "-last";
    try (Subscriber late = broker.subscriber(Subscription.to(last))) {
      for (int i = 0; i < 10; i++) {
        publisher.publish(last, TestEvents.batch(producer, i, "last"));
        assertThat(TestEvents.receive(late, 1)).hasSize(1);
      }
    }
  }

  @Test
  void noThreadStaysWhenABrokerIsClosed() {
    try (Broker broker = open()) {
      broker.subscriber(Subscription.to(name));
      assertThat(listeners()).isPositive();
    }
    await().until(() -> listeners() == 0);
  }

  private static long listeners() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(each -> each.getName().equals("proxystore-redis-channel"))
        .count();
  }
}
