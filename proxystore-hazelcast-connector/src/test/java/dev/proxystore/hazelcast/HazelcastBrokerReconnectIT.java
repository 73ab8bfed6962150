package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import dev.proxystore.hazelcast.testing.FreePort;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.PositionGoneException;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.ReplayableBroker;
import dev.proxystore.stream.event.StartPosition;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Brokers of clusters that are not there, or not any more, or again. */
@Timeout(90)
final class HazelcastBrokerReconnectIT {
  private static final Map<String, String> STEADY = Map.of("timeout", "3s", "capacity", "500");
  private static final Subscription TOPIC = Subscription.to("t");

  private final BrokerEvents events = new BrokerEvents();

  @Test
  void whereNobodyListensItIsASentenceWithinTenSecondsByDefault() throws IOException {
    String address = "hazelcast://127.0.0.1:" + FreePort.find() + "/events?broker=queue";
    long start = System.nanoTime();
    assertThatThrownBy(() -> BrokerEvents.open(address, Map.of()))
        .isInstanceOf(BrokerException.class)
        .hasMessageStartingWith("The broker " + address + " cannot be opened: no connection")
        .hasMessageContaining("nothing listens")
        .message()
        .doesNotContain("\n", "store");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void aRingIsLostWithItsClusterAndReadersAreToldThoughTheNewOneIsLonger() throws IOException {
    Config config = new Config().setClusterName("phoenix-ring");
    int port = FreePort.find();
    HazelcastMember member = HazelcastMember.start(config, port);
    try (ReplayableBroker broker = BrokerEvents.openLog(member.store("events"), STEADY);
        Publisher publisher = broker.publisher();
        Subscriber subscriber = broker.subscriber(TOPIC)) {
      publisher.publish("t", events.numbers(0, 3));
      String position = BrokerEvents.receive(subscriber, 3).get(2).position();
      member.kill();
      assertThatThrownBy(() -> publisher.publish("t", events.numbers(3, 4)))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("topic 't', partition 0");
      try (HazelcastMember again = HazelcastMember.start(config, port)) {
        publishWhenConnected(publisher, events.numbers(3, 13));
        assertGone(subscriber, position);
        StartPosition behind = StartPosition.after(Map.of(0, position));
        try (Subscriber resumed = broker.subscriber(TOPIC.from(behind));
            Subscriber anew = broker.subscriber(TOPIC)) {
          assertGone(resumed, position);
          assertThat(BrokerEvents.numbers(anew, 1)).containsExactly(3L);
        }
        assertThat(again.instance().getRingbuffer("events:t:0").size()).isEqualTo(10);
      }
    }
  }

  private static void assertGone(Subscriber subscriber, String position) {
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> subscriber.poll(1, Duration.ofMillis(100)))
                    .isInstanceOf(PositionGoneException.class)
                    .hasMessageContaining(position));
  }

  private static void publishWhenConnected(Publisher publisher, EventBatch batch) {
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptionsInstanceOf(BrokerException.class)
        .until(
            () -> {
              publisher.publish("t", batch);
              return true;
            });
  }

  @Test
  void aQueueGoesOnEmptyWhenItsClusterIsBack() throws IOException {
    assertGoesOn("queue");
  }

  @Test
  void aTopicGoesOnWhenItsClusterIsBackAndSaysThatItWasAway() throws IOException {
    assertGoesOn("topic");
  }

  private void assertGoesOn(String kind) throws IOException {
    Config config = new Config().setClusterName("phoenix-" + kind);
    int port = FreePort.find();
    HazelcastMember member = HazelcastMember.start(config, port);
    try (Broker broker = BrokerEvents.open(member.store("e") + "&broker=" + kind, STEADY);
        Publisher publisher = broker.publisher();
        Subscriber subscriber = broker.subscriber(TOPIC)) {
      publisher.publish("t", events.numbers(0, 1));
      assertThat(BrokerEvents.numbers(subscriber, 1)).containsExactly(0L);
      member.kill();
      assertThatThrownBy(() -> subscriber.poll(1, Duration.ofSeconds(20)))
          .isInstanceOf(BrokerException.class);
      try (HazelcastMember again = HazelcastMember.start(config, port)) {
        assertThat(again.address()).isEqualTo(member.address());
        long[] next = {1};
        await()
            .atMost(Duration.ofSeconds(30))
            .ignoreExceptionsInstanceOf(BrokerException.class)
            .until(
                () -> {
                  publisher.publish("t", events.numbers(next[0], ++next[0]));
                  List<Message> come = subscriber.poll(1, Duration.ofMillis(500));
                  return !come.isEmpty() && BrokerEvents.number(come.get(0)) > 0;
                });
      }
    }
  }

  @Test
  void aMemberThatHangsIsABoundedErrorAndNothingIsLost() {
    try (HazelcastMember member = HazelcastMember.startProcess();
        Broker broker = BrokerEvents.open(member.store("events"), STEADY);
        Publisher publisher = broker.publisher();
        Subscriber subscriber = broker.subscriber(TOPIC)) {
      publisher.publish("t", events.numbers(0, 10));
      assertThat(BrokerEvents.numbers(subscriber, 5)).containsExactly(0L, 1L, 2L, 3L, 4L);
      member.freeze();
      long start = System.nanoTime();
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () ->
                  assertThatThrownBy(() -> publisher.publish("t", events.numbers(10, 11)))
                      .isInstanceOf(BrokerException.class));
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
      member.thaw();
      publishWhenConnected(publisher, events.numbers(10, 11));
      assertReads(subscriber, List.of(5L, 6L, 7L, 8L, 9L, 10L));
    }
  }

  private static void assertReads(Subscriber subscriber, List<Long> expected) {
    for (long number : expected) {
      await()
          .atMost(Duration.ofSeconds(20))
          .ignoreExceptionsInstanceOf(BrokerException.class)
          .until(() -> BrokerEvents.numbers(subscriber, 1).equals(List.of(number)));
    }
  }
}
