package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.PositionGoneException;
import dev.proxystore.stream.event.PubSubContract;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.ReplayableBroker;
import dev.proxystore.stream.event.StartPosition;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

final class RedisStreamBrokerIT extends PubSubContract {
  @AutoClose private static final RedisServer server = RedisServer.start();

  private final String name = "topic-" + UUID.randomUUID();
  private final UUID producer = UUID.randomUUID();

  @Override
  protected Broker open() {
    return open("?broker=stream");
  }

  @Override
  protected boolean dropsRepeats() {
    return true;
  }

  private static ReplayableBroker open(String parameters) {
    return (ReplayableBroker)
        Brokers.open("redis://" + server.hostAndPort() + "/2/events" + parameters);
  }

  @Test
  void aStreamIsWhatOneGetsWithoutSayingMore() {
    try (Broker broker = open("")) {
      assertThat(broker).isInstanceOf(ReplayableBroker.class);
      assertThat(broker.partitions()).isEqualTo(1);
    }
  }

  @Test
  void batchesAreDealtOutToPartitionsAndAnEndGoesToAll() {
    try (Broker broker = open("?partitions=4");
        Publisher publisher = broker.publisher();
        Subscriber all = broker.subscriber(Subscription.to(name));
        Subscriber some = broker.subscriber(Subscription.to(name).withPartitions(Set.of(1, 3)))) {
      for (int i = 0; i < 100; i++) {
        publisher.publish(name, TestEvents.batch(producer, i, "event " + i));
      }
      publisher.publishEnd(name, TestEvents.batch(producer, 100, "end"));
      List<Message> messages = TestEvents.receive(all, 104);
      assertThat(messages.stream().map(Message::partition)).contains(0, 1, 2, 3);
      assertThat(new HashSet<>(TestEvents.texts(messages))).hasSize(101);
      assertThat(messages).filteredOn(each -> TestEvents.text(each).equals("end")).hasSize(4);
      long expected = messages.stream().filter(each -> each.partition() % 2 == 1).count();
      assertThat(TestEvents.receive(some, (int) expected))
          .allMatch(each -> each.partition() % 2 == 1);
      assertThat(some.poll(1, Duration.ofMillis(10))).isEmpty();
    }
  }

  @Test
  void aPartitionThatTheTopicDoesNotHaveIsRefused() {
    try (Broker broker = open("?partitions=4")) {
      Subscription fifth = Subscription.to(name).withPartitions(Set.of(4));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> broker.subscriber(fifth))
          .withMessageContaining("has the partitions 0 to 3, and [4] were asked for");
    }
  }

  @Test
  void aPositionThatIsNoneIsRefused() {
    try (Broker broker = open("")) {
      Subscription nowhere =
          Subscription.to(name).from(StartPosition.after(Map.of(0, "somewhere")));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> broker.subscriber(nowhere))
          .withMessageContaining("'somewhere' is no position in a stream of Redis");
    }
  }

  @Test
  void aStreamThatRetainsSomeIsBoundedAndSaysSoToThoseWhoAreTooLate() {
    try (ReplayableBroker broker = open("?retain=500");
        Publisher publisher = broker.publisher();
        Subscriber slow = broker.subscriber(Subscription.to(name))) {
      for (int i = 0; i < 1000; i += 10) {
        publisher.publish(name, TestEvents.batch(producer, i, TestEvents.numbered(i, 10)));
      }
      assertThat(broker.pending(name, 0, broker.earliest(name, 0))).isBetween(500L, 599L);
      assertThatExceptionOfType(PositionGoneException.class)
          .isThrownBy(() -> slow.poll(10, Duration.ofSeconds(5)))
          .withMessageContaining("0-0");
      try (Subscriber late = broker.subscriber(Subscription.to(name))) {
        List<String> texts = TestEvents.texts(TestEvents.receive(late, 500));
        assertThat(texts).isSubsetOf(TestEvents.numbered(401, 599));
      }
    }
  }

  @Test
  void aReaderThatHasAllThatWasRemovedMissesNothing() {
    try (ReplayableBroker broker = open("");
        Publisher publisher = broker.publisher();
        Subscriber subscriber = broker.subscriber(Subscription.to(name))) {
      for (int i = 0; i < 10; i++) {
        publisher.publish(name, TestEvents.batch(producer, i, "event " + i));
        List<Message> messages = TestEvents.receive(subscriber, 1);
        assertThat(TestEvents.texts(messages)).containsExactly("event " + i);
        broker.trim(name, 0, messages.get(0).position());
        assertThat(broker.earliest(name, 0)).isEqualTo(broker.latest(name, 0));
      }
      assertThat(broker.pending(name, 0, broker.earliest(name, 0))).isZero();
    }
  }

  @Test
  void aTimeBeforeTheFirstEventThatIsRetainedIsTheEarliestPosition() {
    try (ReplayableBroker broker = open("");
        Publisher publisher = broker.publisher()) {
      publisher.publish(name, TestEvents.batch(producer, 0, "a", "b"));
      assertThat(broker.at(name, 0, Instant.EPOCH)).isEqualTo(broker.earliest(name, 0));
      broker.trim(name, 0, broker.latest(name, 0));
      assertThat(broker.at(name, 0, Instant.EPOCH)).isEqualTo(broker.latest(name, 0));
    }
  }

  @Test
  void pendingIsExactInLongStreams() {
    try (ReplayableBroker broker = open("");
        Publisher publisher = broker.publisher();
        Subscriber subscriber = broker.subscriber(Subscription.to(name))) {
      for (int i = 0; i < 25_000; i += 5000) {
        publisher.publish(name, TestEvents.batch(producer, i, TestEvents.numbered(i, 5000)));
      }
      Message second = TestEvents.receive(subscriber, 2).get(1);
      assertThat(broker.pending(name, 0, second.position())).isEqualTo(24_998);
    }
  }

  @Test
  void whatIsKnownOfAProducerGoesDaysAfterItsLastEvent() {
    try (Broker broker = open("");
        Publisher publisher = broker.publisher();
        Jedis client = TestObjects.client(server)) {
      publisher.publish(name, TestEvents.batch(producer, 0, "a"));
      publisher.publishEnd(name, TestEvents.batch(producer, 1, "end"));
      client.select(2);
      for (String key : List.of("producer:" + producer, "ends")) {
        assertThat(client.ttl("events:{" + name + "}:0:" + key)).isBetween(604_000L, 604_800L);
      }
      assertThat(client.ttl("events:{" + name + "}:0")).as("events stay").isEqualTo(-1);
    }
  }

  @Test
  void aServerThatForgotTheScriptsIsSentThemAgain() {
    try (Broker broker = open("");
        Publisher publisher = broker.publisher();
        Subscriber subscriber = broker.subscriber(Subscription.to(name));
        Jedis client = TestObjects.client(server)) {
      publisher.publish(name, TestEvents.batch(producer, 0, "a"));
      client.scriptFlush();
      publisher.publish(name, TestEvents.batch(producer, 1, "b"));
      assertThat(TestEvents.texts(TestEvents.receive(subscriber, 2))).containsExactly("a", "b");
    }
  }
}
