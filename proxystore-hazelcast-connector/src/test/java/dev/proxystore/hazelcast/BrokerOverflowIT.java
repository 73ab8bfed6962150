package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.stream.StreamConsumer;
import dev.proxystore.stream.StreamProducer;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.PositionGoneException;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.ReplayableBroker;
import dev.proxystore.stream.event.StartPosition;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What happens to more events than there is room for. */
@Timeout(60)
final class BrokerOverflowIT {
  @AutoClose private static final HazelcastMember member = HazelcastMember.start();

  private final BrokerEvents events = new BrokerEvents();

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  @Test
  void aFullRingRefusesWithASentenceAndTakesMoreOnceItWasTrimmed() {
    try (ReplayableBroker broker =
            BrokerEvents.openLog(
                member.store("full"), Map.of("capacity", "100", "timeout", "500ms"));
        Publisher publisher = broker.publisher();
        Subscriber subscriber = broker.subscriber(Subscription.to("t"))) {
      publisher.publish("t", events.numbers(0, 88));
      assertThatThrownBy(() -> publisher.publish("t", events.numbers(88, 89)))
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("no room for 500 ms")
          .hasMessageContaining("topic 't', partition 0 is full")
          .hasMessageContaining("a ring of capacity 100 takes 88 of them")
          .hasMessageContaining("trimAcknowledged()")
          .hasMessageContaining("setTrimOnCheckpoint()")
          .hasMessageContaining("the option capacity")
          .hasMessageContaining("overflow=overwrite");
      List<Message> read = BrokerEvents.receive(subscriber, 88);
      broker.trim("t", 0, read.get(49).position());
      publisher.publish("t", events.numbers(88, 138));
      assertThat(BrokerEvents.numbers(subscriber, 50)).isEqualTo(range(88, 138));
      assertThatThrownBy(() -> publisher.publish("t", events.numbers(138, 139)))
          .isInstanceOf(BrokerException.class);
    }
  }

  @Test
  void aTopicWhoseConsumerTrimsNeverGetsFull() {
    String address = member.store("trimmed");
    Map<String, String> options = Map.of("capacity", "100", "timeout", "500ms");
    try (Broker broker = BrokerEvents.open(address, options);
        StreamProducer<Integer> producer = StreamProducer.<Integer>builder(broker).build();
        StreamConsumer<Integer> consumer =
            StreamConsumer.<Integer>builder(broker, "t").trimAcknowledged().build()) {
      for (int i = 0; i < 250; i += 50) {
        IntStream.range(i, i + 50).forEach(each -> producer.send("t", each));
        for (int each = i; each < i + 50; each++) {
          assertThat(consumer.next().object()).isEqualTo(each);
        }
        consumer.acknowledge();
      }
    }
  }

  @Test
  void aPublisherThatWaitsGoesOnWhenSomebodyTrims() throws Exception {
    try (ReplayableBroker broker =
            BrokerEvents.openLog(member.store("waits"), Map.of("capacity", "100"));
        Publisher publisher = broker.publisher()) {
      publisher.publish("t", events.numbers(0, 80));
      CompletableFuture<Void> waiting =
          CompletableFuture.runAsync(() -> publisher.publish("t", events.numbers(80, 100)));
      broker.trim("t", 0, broker.latest("t", 0));
      waiting.get(20, TimeUnit.SECONDS);
    }
  }

  @Test
  void manyPublishersAtOnceOverwriteNothingThatWasNotTrimmed() throws Exception {
    String address = member.store("many");
    Map<String, String> options = Map.of("capacity", "1000", "timeout", "1s");
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (ReplayableBroker broker = BrokerEvents.openLog(address, options)) {
      List<CompletableFuture<Void>> writers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        writers.add(CompletableFuture.runAsync(() -> publishUntilFull(address, options), threads));
      }
      for (CompletableFuture<Void> writer : writers) {
        writer.get(40, TimeUnit.SECONDS);
      }
      try (Subscriber subscriber = broker.subscriber(Subscription.to("t"))) {
        int count = (int) broker.pending("t", 0, broker.earliest("t", 0));
        assertThat(count).isBetween(875, 1000);
        List<Message> all = BrokerEvents.receive(subscriber, count);
        assertThat(all.get(0).position()).contains("/0/");
        assertThat(new HashSet<>(all.stream().map(Message::position).toList())).hasSize(count);
      }
    } finally {
      threads.shutdown();
    }
  }

  private static void publishUntilFull(String address, Map<String, String> options) {
    BrokerEvents mine = new BrokerEvents();
    try (Broker broker = BrokerEvents.open(address, options);
        Publisher publisher = broker.publisher()) {
      assertThatThrownBy(
              () -> {
                for (long i = 0; i < 2000; i += 5) {
                  publisher.publish("t", mine.numbers(i, i + 5));
                }
              })
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("is full");
    }
  }

  @Test
  void anOverwritingRingKeepsTheLatestAndTellsReadersWhatTheyMissed() {
    try (ReplayableBroker broker =
            BrokerEvents.openLog(
                member.store("over"), Map.of("capacity", "100", "overflow", "overwrite"));
        Publisher publisher = broker.publisher();
        Subscriber slow = broker.subscriber(Subscription.to("t"))) {
      publisher.publish("t", events.numbers(0, 10));
      assertThat(BrokerEvents.numbers(slow, 10)).isEqualTo(range(0, 10));
      publisher.publish("t", events.numbers(10, 260));
      assertGone(slow, "/9/", "/160.");
      StartPosition early = StartPosition.after(Map.of(0, position(broker, 50)));
      try (Subscriber late = broker.subscriber(Subscription.to("t").from(early));
          Subscriber anew = broker.subscriber(Subscription.to("t"))) {
        assertGone(late, "/50 of topic 't'", "/160.");
        assertThat(BrokerEvents.numbers(anew, 100)).isEqualTo(range(160, 260));
      }
    }
  }

  private static String position(ReplayableBroker broker, long sequence) {
    String latest = broker.latest("t", 0);
    return latest.substring(0, latest.indexOf('/') + 1) + sequence;
  }

  private static void assertGone(Subscriber subscriber, String... parts) {
    assertThatThrownBy(() -> BrokerEvents.receive(subscriber, 1))
        .isInstanceOf(PositionGoneException.class)
        .hasMessageContainingAll(parts);
  }

  @Test
  void aFullQueueLetsThePublisherWaitAndThenFail() {
    for (String transactional : List.of("false", "true")) {
      String address = member.store("queue-" + transactional) + "&broker=queue";
      Map<String, String> options =
          Map.of("capacity", "100", "timeout", "1s", "transactional", transactional);
      BrokerEvents mine = new BrokerEvents();
      try (Broker broker = BrokerEvents.open(address, options);
          Publisher publisher = broker.publisher();
          Subscriber subscriber = broker.subscriber(Subscription.to("t"))) {
        publisher.publish("t", mine.numbers(0, 100));
        assertThatThrownBy(() -> publisher.publish("t", mine.numbers(100, 102)))
            .isInstanceOf(BrokerException.class)
            .hasMessageContaining("the queue of topic 't' is full");
        assertThat(BrokerEvents.numbers(subscriber, 10)).isEqualTo(range(0, 10));
        publisher.publish("t", mine.numbers(100, 102));
        assertThat(BrokerEvents.numbers(subscriber, 92)).isEqualTo(range(10, 102));
      }
    }
  }

  @Test
  void aSubscriberOfATopicThatIsTooSlowIsToldHowMuchItMissed() {
    String address = member.store("topic") + "&broker=topic";
    try (Broker broker = BrokerEvents.open(address, Map.of("buffer", "10"));
        Publisher publisher = broker.publisher();
        Subscriber slow = broker.subscriber(Subscription.to("t"));
        Subscriber quick = broker.subscriber(Subscription.to("t"))) {
      for (int i = 0; i < 25; i++) {
        publisher.publish("t", events.numbers(i, i + 1));
        assertThat(BrokerEvents.numbers(quick, 1)).containsExactly((long) i);
      }
      assertThat(BrokerEvents.numbers(slow, 10)).isEqualTo(range(0, 10));
      Throwable loss = catchThrowable(() -> slow.poll(1, Duration.ofSeconds(10)));
      assertThat(loss)
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("events more of topic 't'")
          .hasMessageContaining("buffer");
      // Each listener is told on a thread of its own: the last ones may come after the report.
      int lost = eventsMore(loss);
      assertThat(lost).isBetween(1, 15);
      publisher.publish("t", events.numbers(25, 26));
      assertThat(BrokerEvents.numbers(slow, 16 - lost)).isEqualTo(range(10 + lost, 26));
    }
  }

  private static int eventsMore(Throwable loss) {
    Matcher matcher = Pattern.compile("(\\d+) events more").matcher(loss.getMessage());
    assertThat(matcher.find()).isTrue();
    return Integer.parseInt(matcher.group(1));
  }
}
