package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.PubSubContract;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

final class RedisListBrokerIT extends PubSubContract {
  @AutoClose private static final RedisServer server = RedisServer.start();

  private final String name = "topic-" + UUID.randomUUID();
  private final UUID producer = UUID.randomUUID();

  @Override
  protected Broker open() {
    return Brokers.open("redis://" + server.hostAndPort() + "/events?broker=list");
  }

  @Override
  protected boolean dropsRepeats() {
    return true;
  }

  private static Broker open(Map<String, String> options) {
    return TestEvents.open("redis://" + server.hostAndPort() + "/events?broker=list", options);
  }

  @Test
  void aSubscriberThatComesBackFirstGetsWhatItHadNotAcknowledged() {
    try (Broker broker = open();
        Publisher publisher = broker.publisher()) {
      publisher.publish(name, TestEvents.batch(producer, 0, "a", "b", "c", "d"));
      try (Subscriber before = broker.subscriber(Subscription.to(name).as("one"))) {
        List<Message> had = TestEvents.receive(before, 3);
        before.acknowledge(had.subList(0, 1));
      }
      try (Subscriber after = broker.subscriber(Subscription.to(name).as("one"))) {
        List<Message> all = TestEvents.receive(after, 3);
        assertThat(TestEvents.texts(all)).containsExactly("b", "c", "d");
        after.acknowledge(all);
      }
      try (Subscriber done = broker.subscriber(Subscription.to(name).as("one"))) {
        assertThat(done.poll(1, Duration.ofMillis(200))).isEmpty();
      }
    }
  }

  @Test
  void whatADeadSubscriberHadIsTakenOverByAnother() {
    try (Broker impatient = open(Map.of(RedisBrokerOptions.CLAIM_AFTER, "400ms"));
        Publisher publisher = impatient.publisher()) {
      publisher.publish(name, TestEvents.batch(producer, 0, "a", "b", "c"));
      Subscriber dead = impatient.subscriber(Subscription.to(name));
      dead.acknowledge(TestEvents.receive(dead, 3).subList(0, 1));
      try (Subscriber other = impatient.subscriber(Subscription.to(name))) {
        assertThat(other.poll(10, Duration.ofMillis(50))).as("not yet").isEmpty();
        assertThat(TestEvents.texts(TestEvents.receive(other, 2))).containsExactly("b", "c");
      }
    }
  }

  @Test
  void aSubscriberThatPollsIsNotTakenForDeadHoweverLongItHoldsEvents() {
    try (Broker impatient = open(Map.of(RedisBrokerOptions.CLAIM_AFTER, "400ms"));
        Publisher publisher = impatient.publisher();
        Subscriber slow = impatient.subscriber(Subscription.to(name));
        Subscriber other = impatient.subscriber(Subscription.to(name))) {
      publisher.publish(name, TestEvents.batch(producer, 0, "a"));
      TestEvents.receive(slow, 1);
      long start = System.nanoTime();
      while (System.nanoTime() - start < Duration.ofMillis(1600).toNanos()) {
        assertThat(slow.poll(1, Duration.ofMillis(20))).isEmpty();
        assertThat(other.poll(1, Duration.ofMillis(20))).isEmpty();
      }
    }
  }

  @Test
  void whatIsAcknowledgedLeavesNothingBehind() {
    try (Broker broker = open();
        Publisher publisher = broker.publisher();
        Jedis client = TestObjects.client(server)) {
      publisher.publish(name, TestEvents.batch(producer, 0, "a", "b"));
      try (Subscriber subscriber = broker.subscriber(Subscription.to(name))) {
        subscriber.acknowledge(TestEvents.receive(subscriber, 2));
      }
      assertThat(client.keys("events:{" + name + "}*"))
          .containsExactly("events:{" + name + "}:queue:producer:" + producer);
    }
  }
}
