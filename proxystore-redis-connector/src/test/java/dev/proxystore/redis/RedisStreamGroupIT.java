package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.PositionGoneException;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.ReplayableBroker;
import dev.proxystore.stream.event.StartPosition;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.resps.StreamConsumerInfo;

/** Consumers that share a topic. */
@Timeout(60)
final class RedisStreamGroupIT {
  private static final Duration MOMENT = Duration.ofMillis(300);
  private static final Duration CLAIM_AFTER = Duration.ofMillis(400);

  @AutoClose private static final RedisServer server = RedisServer.start();

  private final String topic = "topic-" + UUID.randomUUID();
  private final UUID producer = UUID.randomUUID();
  private Broker broker;
  private Publisher publisher;

  @BeforeEach
  void open() {
    broker = open(Map.of());
    publisher = broker.publisher();
  }

  @AfterEach
  void close() {
    broker.close();
  }

  private static Broker open(Map<String, String> options) {
    return TestEvents.open("redis://" + server.hostAndPort() + "/events?partitions=2", options);
  }

  private static Broker openThatClaimsSoon() {
    return open(Map.of(RedisBrokerOptions.CLAIM_AFTER, CLAIM_AFTER.toMillis() + "ms"));
  }

  private Subscription consumer(String name) {
    return Subscription.to(topic).inGroup("workers").as(name);
  }

  /** Ten events, one a batch, so that they spread over the partitions. */
  private List<String> publishTen() {
    List<String> texts = TestEvents.numbered(0, 10);
    for (int i = 0; i < texts.size(); i++) {
      publisher.publish(topic, TestEvents.batch(producer, i, texts.get(i)));
    }
    return texts;
  }

  private static void assertNothingComes(Subscriber subscriber) {
    assertThat(subscriber.poll(100, MOMENT)).isEmpty();
  }

  @Test
  void twoConsumersShareTheEvents() {
    try (Subscriber one = broker.subscriber(consumer("one"));
        Subscriber two = broker.subscriber(consumer("two"))) {
      List<String> texts = publishTen();
      List<String> both = new ArrayList<>(TestEvents.texts(TestEvents.receive(one, 4)));
      both.addAll(TestEvents.texts(TestEvents.receive(two, 6)));
      assertThat(both).containsExactlyInAnyOrderElementsOf(texts);
      assertNothingComes(one);
      assertNothingComes(two);
    }
  }

  @Test
  void groupsDoNotShare() {
    List<String> texts = publishTen();
    try (Subscriber one = broker.subscriber(Subscription.to(topic).inGroup("one"));
        Subscriber two = broker.subscriber(Subscription.to(topic).inGroup("two"))) {
      assertThat(TestEvents.texts(TestEvents.receive(one, 10))).hasSameElementsAs(texts);
      assertThat(TestEvents.texts(TestEvents.receive(two, 10))).hasSameElementsAs(texts);
    }
  }

  @Test
  void aGroupBeginsWhereItsFirstConsumerSaysSo() {
    publishTen();
    try (Subscriber late = broker.subscriber(consumer("one").from(StartPosition.latest()))) {
      publisher.publish(topic, TestEvents.batch(producer, 10, "new"));
      assertThat(TestEvents.texts(TestEvents.receive(late, 1))).containsExactly("new");
    }
  }

  @Test
  void aConsumerThatComesBackFirstGetsWhatItHadNotAcknowledged() {
    publishTen();
    List<Message> had;
    try (Subscriber before = broker.subscriber(consumer("one"))) {
      had = TestEvents.receive(before, 6);
      before.acknowledge(had.subList(0, 2));
    }
    try (Subscriber after = broker.subscriber(consumer("one"))) {
      List<Message> all = TestEvents.receive(after, 8);
      assertThat(TestEvents.texts(all.subList(0, 4)))
          .hasSameElementsAs(TestEvents.texts(had.subList(2, 6)));
      assertThat(TestEvents.texts(all))
          .doesNotHaveDuplicates()
          .doesNotContainAnyElementsOf(TestEvents.texts(had.subList(0, 2)));
      after.acknowledge(all);
    }
    try (Subscriber done = broker.subscriber(consumer("one"))) {
      assertNothingComes(done);
    }
  }

  @Test
  void whatADeadConsumerHadIsTakenOverByAnother() {
    try (Broker impatient = openThatClaimsSoon()) {
      List<String> texts = publishTen();
      Subscriber dead = impatient.subscriber(consumer("dead"));
      List<Message> had = TestEvents.receive(dead, 10);
      dead.acknowledge(had.subList(0, 3));
      try (Subscriber other = impatient.subscriber(consumer("other"))) {
        assertThat(other.poll(10, Duration.ofMillis(50))).as("not yet").isEmpty();
        List<Message> claimed = TestEvents.receive(other, 7);
        assertThat(TestEvents.texts(claimed))
            .containsExactlyInAnyOrderElementsOf(TestEvents.texts(had.subList(3, 10)))
            .isSubsetOf(texts);
        other.acknowledge(claimed);
        assertNothingComes(other);
      }
    }
  }

  @Test
  void aConsumerThatPollsIsNotTakenForDeadHoweverLongItHoldsEvents() {
    try (Broker impatient = openThatClaimsSoon();
        Subscriber slow = impatient.subscriber(consumer("slow"));
        Subscriber other = impatient.subscriber(consumer("other"))) {
      publishTen();
      TestEvents.receive(slow, 10);
      long start = System.nanoTime();
      while (System.nanoTime() - start < CLAIM_AFTER.multipliedBy(4).toNanos()) {
        assertThat(slow.poll(1, Duration.ofMillis(20))).isEmpty();
        assertThat(other.poll(1, Duration.ofMillis(20))).isEmpty();
      }
    }
  }

  @Test
  void anEndReachesEveryConsumerWhenNothingIsPendingWithOthers() {
    try (Subscriber one = broker.subscriber(consumer("one"));
        Subscriber two = broker.subscriber(consumer("two"))) {
      publishTen();
      publisher.publishEnd(topic, TestEvents.batch(producer, 10, "end"));
      List<Message> events = TestEvents.receive(one, 10);
      assertThat(TestEvents.texts(events)).doesNotContain("end");
      assertNothingComes(two);
      one.acknowledge(events);
      for (Subscriber each : List.of(one, two)) {
        List<Message> ends = TestEvents.receive(each, 2);
        assertThat(TestEvents.texts(ends)).containsExactly("end", "end");
        assertThat(ends.stream().map(Message::partition)).containsExactly(0, 1);
        each.acknowledge(ends);
        assertNothingComes(each);
      }
    }
  }

  @Test
  void aConsumerThatComesLateGetsTheEndToo() {
    publisher.publishEnd(topic, TestEvents.batch(producer, 0, "end"));
    for (String name : List.of("one", "two")) {
      try (Subscriber subscriber = broker.subscriber(consumer(name))) {
        assertThat(TestEvents.texts(TestEvents.receive(subscriber, 2)))
            .containsExactly("end", "end");
      }
    }
  }

  @Test
  void aGroupIsToldOnceOfEventsThatWereRemovedBeforeItReadThem() {
    ReplayableBroker log = (ReplayableBroker) broker;
    try (Subscriber subscriber = broker.subscriber(consumer("one"))) {
      List<String> texts = publishTen();
      long before = log.pending(topic, 0, "0-0");
      log.trim(topic, 0, log.latest(topic, 0));
      assertThatExceptionOfType(PositionGoneException.class)
          .isThrownBy(() -> subscriber.poll(100, Duration.ofSeconds(5)))
          .withMessageContaining("behind position 0-0 of topic '" + topic + "', partition 0");
      List<Message> rest = TestEvents.receive(subscriber, (int) (10 - before));
      assertThat(TestEvents.texts(rest)).hasSize((int) (10 - before)).isSubsetOf(texts);
      assertNothingComes(subscriber);
    }
  }

  @Test
  void aGroupThatHasReadWhatIsRemovedIsToldNothing() {
    ReplayableBroker log = (ReplayableBroker) broker;
    try (Subscriber subscriber = broker.subscriber(consumer("one"))) {
      publishTen();
      subscriber.acknowledge(TestEvents.receive(subscriber, 10));
      log.trim(topic, 0, log.latest(topic, 0));
      log.trim(topic, 1, log.latest(topic, 1));
      assertNothingComes(subscriber);
    }
  }

  @Test
  void aConsumerLeavesTheGroupWhenItClosesWithNothingPending() {
    String single = "redis://" + server.hostAndPort() + "/single";
    try (Broker one = TestEvents.open(single, Map.of());
        Publisher there = one.publisher();
        Subscriber done = one.subscriber(consumer("done"));
        Subscriber busy = one.subscriber(consumer("busy"))) {
      there.publish(topic, TestEvents.batch(producer, 0, "a", "b"));
      List<Message> first = TestEvents.receive(done, 1);
      TestEvents.receive(busy, 1);
      done.acknowledge(first);
    }
    try (Jedis client = TestObjects.client(server)) {
      assertThat(client.xinfoConsumers2("single:{" + topic + "}:0", "workers"))
          .extracting(StreamConsumerInfo::getName)
          .containsExactly("busy");
    }
  }
}
