package dev.proxystore.stream.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.proxystore.connector.ConnectorOptions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What every broker promises. A broker's proof is a class that extends this one and says how to
 * open it; rules that only some kinds of brokers have are skipped for others.
 */
@Timeout(60)
@DisplayName("A broker")
public abstract class PubSubContract {
  private static final Duration LONG = Duration.ofSeconds(20);
  private static final Duration SHORT = Duration.ofMillis(200);

  private final UUID producer = UUID.randomUUID();
  private String topic = "";
  private Broker broker;
  private Publisher publisher;
  private final List<Subscriber> subscribers = new ArrayList<>();

  /** A new broker of a system that is running; called for each test. */
  protected abstract Broker open();

  /** Whether a repeat of a whole batch is recognised when it is published. */
  protected abstract boolean dropsRepeats();

  @BeforeEach
  void openBroker() {
    topic = "topic-" + UUID.randomUUID();
    broker = open();
    publisher = broker.publisher();
  }

  @AfterEach
  void closeBroker() {
    subscribers.forEach(Subscriber::close);
    publisher.close();
    broker.close();
  }

  private Subscriber subscriber() {
    return subscriber(Subscription.to(topic));
  }

  private Subscriber subscriber(Subscription subscription) {
    Subscriber subscriber = broker.subscriber(subscription);
    subscribers.add(subscriber);
    subscriber.poll(1, Duration.ofMillis(1)); // from here on it listens
    return subscriber;
  }

  private EventBatch batch(long first, String... texts) {
    return new EventBatch(
        producer, first, List.of(texts).stream().map(text -> text.getBytes(UTF_8)).toList());
  }

  private static String text(Message message) {
    return new String(message.frame(), UTF_8);
  }

  /** Polls until so many have come. */
  private static List<Message> receive(Subscriber subscriber, int count) {
    List<Message> messages = new ArrayList<>();
    long deadline = System.nanoTime() + LONG.toNanos();
    while (messages.size() < count && System.nanoTime() < deadline) {
      messages.addAll(subscriber.poll(count - messages.size(), Duration.ofMillis(500)));
    }
    return messages;
  }

  private static List<String> texts(Subscriber subscriber, int count) {
    return receive(subscriber, count).stream().map(PubSubContract::text).toList();
  }

  private static void assertNothingComes(Subscriber subscriber) {
    assertThat(subscriber.poll(10, SHORT)).isEmpty();
  }

  private ReplayableBroker log() {
    assumeTrue(broker instanceof ReplayableBroker, "only of replayable brokers");
    return (ReplayableBroker) broker;
  }

  @Test
  void anAddressOpensTheSameBrokerAnew() {
    try (Broker other = Brokers.open(broker.address(), ConnectorOptions.defaults());
        Publisher there = other.publisher()) {
      Subscriber subscriber = subscriber();
      there.publish(topic, batch(0, "a"));
      assertThat(texts(subscriber, 1)).containsExactly("a");
    }
  }

  @Test
  void eventsComeInTheOrderInWhichTheyWerePublished() {
    Subscriber subscriber = subscriber();
    List<String> sent = IntStream.range(0, 100).mapToObj(i -> "event " + i).toList();
    for (int i = 0; i < 100; i += 10) {
      publisher.publish(topic, batch(i, sent.subList(i, i + 10).toArray(String[]::new)));
    }
    assertThat(texts(subscriber, 100)).isEqualTo(sent);
    assertNothingComes(subscriber);
  }

  @Test
  void aPollGivesNoMoreThanAskedFor() {
    Subscriber subscriber = subscriber();
    publisher.publish(topic, batch(0, "a", "b", "c"));
    List<Message> first = receive(subscriber, 1);
    assertThat(first).hasSize(1);
    assertThat(subscriber.poll(1, LONG)).hasSize(1);
    assertThat(subscriber.poll(1, LONG)).hasSize(1);
  }

  @Test
  void anyBytesPassUnchanged() {
    Subscriber subscriber = subscriber();
    byte[] all = new byte[70_000];
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) i;
    }
    publisher.publish(topic, new EventBatch(producer, 0, List.of(all, new byte[0])));
    List<Message> messages = receive(subscriber, 2);
    assertThat(messages.get(0).frame()).isEqualTo(all);
    assertThat(messages.get(1).frame()).isEmpty();
  }

  @Test
  void topicsAreApart() {
    Subscriber subscriber = subscriber();
    publisher.publish(topic + "-other", batch(0, "other"));
    publisher.publish(topic, batch(0, "mine"));
    assertThat(texts(subscriber, 1)).containsExactly("mine");
    assertNothingComes(subscriber);
  }

  @Test
  void aPollEndsWhenNothingCame() {
    Subscriber subscriber = subscriber();
    long start = System.nanoTime();
    assertNothingComes(subscriber);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
  }

  @Test
  void aPollThatWaitsIsWokenByAnEvent() throws Exception {
    Subscriber subscriber = subscriber();
    CompletableFuture<List<Message>> waiting =
        CompletableFuture.supplyAsync(() -> subscriber.poll(1, LONG));
    publisher.publish(topic, batch(0, "a"));
    assertThat(waiting.get(10, TimeUnit.SECONDS)).hasSize(1);
  }

  @Test
  void aPollThatWaitsIsWokenUpByHand() throws Exception {
    Subscriber subscriber = subscriber();
    CompletableFuture<List<Message>> waiting =
        CompletableFuture.supplyAsync(() -> subscriber.poll(1, Duration.ofMinutes(5)));
    subscriber.wakeUp();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isEmpty();
    publisher.publish(topic, batch(0, "a"));
    assertThat(texts(subscriber, 1)).as("and goes on").containsExactly("a");
  }

  @Test
  void closingEndsAPollThatWaits() throws Exception {
    Subscriber subscriber = subscriber();
    CompletableFuture<List<Message>> waiting =
        CompletableFuture.supplyAsync(() -> subscriber.poll(1, Duration.ofMinutes(5)));
    subscriber.close();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isEmpty();
  }

  @Test
  void closingTwiceIsFine() {
    Subscriber subscriber = subscriber();
    assertThatCode(
            () -> {
              subscriber.close();
              subscriber.close();
              publisher.close();
              publisher.close();
              broker.close();
              broker.close();
            })
        .doesNotThrowAnyException();
  }

  @Test
  void aSubscriberThatDisappearsDoesNotBlockThePublisher() {
    subscriber().close();
    for (int i = 0; i < 100; i++) {
      publisher.publish(topic, batch(i, "event " + i));
    }
  }

  @Test
  void anEndReachesEverySubscriberAfterTheEventsBeforeIt() {
    Subscriber one = subscriber();
    Subscriber two = subscriber();
    publisher.publish(topic, batch(0, "a", "b"));
    publisher.publishEnd(topic, batch(2, "end"));
    if (broker.delivery() == Delivery.QUEUE) {
      List<String> both = new ArrayList<>(texts(one, 1));
      both.addAll(texts(two, 1));
      assertThat(both).containsExactlyInAnyOrder("a", "b");
    } else {
      assertThat(texts(one, 2)).containsExactly("a", "b");
      assertThat(texts(two, 2)).containsExactly("a", "b");
    }
    assertThat(texts(one, 1)).containsExactly("end");
    assertThat(texts(two, 1)).containsExactly("end");
    assertNothingComes(one);
    assertNothingComes(two);
  }

  @Test
  void aBatchThatIsRepeatedIsDroppedWhereTheBrokerCanTell() {
    assumeTrue(dropsRepeats(), "only of brokers that keep the last number of a producer");
    Subscriber subscriber = subscriber();
    publisher.publish(topic, batch(0, "a", "b"));
    publisher.publish(topic, batch(0, "a", "b"));
    publisher.publish(topic, batch(2, "c"));
    publisher.publishEnd(topic, batch(3, "end"));
    publisher.publishEnd(topic, batch(3, "end"));
    assertThat(texts(subscriber, 4)).containsExactly("a", "b", "c", "end");
    assertNothingComes(subscriber);
  }

  @Test
  void aQueueGivesEachEventToOneSubscriber() {
    assumeTrue(broker.delivery() == Delivery.QUEUE, "only of queues");
    Subscriber one = subscriber();
    Subscriber two = subscriber();
    publisher.publish(topic, batch(0, "a", "b", "c", "d"));
    List<String> all = new ArrayList<>(texts(one, 2));
    all.addAll(texts(two, 2));
    assertThat(all).containsExactlyInAnyOrder("a", "b", "c", "d");
    assertNothingComes(one);
    assertNothingComes(two);
  }

  @Test
  void aQueueKeepsEventsUntilSomebodyTakesThem() {
    assumeTrue(broker.delivery() == Delivery.QUEUE, "only of queues");
    publisher.publish(topic, batch(0, "a"));
    publisher.publishEnd(topic, batch(1, "end"));
    assertThat(texts(subscriberThatTakesAll(), 2)).containsExactly("a", "end");
  }

  private Subscriber subscriberThatTakesAll() {
    Subscriber subscriber = broker.subscriber(Subscription.to(topic));
    subscribers.add(subscriber);
    return subscriber;
  }

  @Test
  void allSubscribersOfOtherBrokersGetEveryEvent() {
    assumeTrue(broker.delivery() != Delivery.QUEUE, "only of logs and broadcasts");
    Subscriber one = subscriber();
    Subscriber two = subscriber();
    publisher.publish(topic, batch(0, "a", "b"));
    assertThat(texts(one, 2)).containsExactly("a", "b");
    assertThat(texts(two, 2)).containsExactly("a", "b");
  }

  @Test
  void aLogIsReadFromTheBeginningAsOftenAsOneLikes() {
    log();
    publisher.publish(topic, batch(0, "a", "b"));
    for (int i = 0; i < 2; i++) {
      assertThat(texts(subscriberThatTakesAll(), 2)).containsExactly("a", "b");
    }
  }

  @Test
  void aLogIsReadBehindAnyPosition() {
    log();
    publisher.publish(topic, batch(0, "a", "b", "c"));
    List<Message> all = receive(subscriberThatTakesAll(), 3);
    for (int i = 0; i < 3; i++) {
      StartPosition behind = StartPosition.after(Map.of(0, all.get(i).position()));
      Subscriber subscriber = broker.subscriber(Subscription.to(topic).from(behind));
      subscribers.add(subscriber);
      assertThat(texts(subscriber, 2 - i)).isEqualTo(List.of("b", "c").subList(i, 2));
    }
  }

  @Test
  void aLogIsReadFromItsEnd() {
    ReplayableBroker log = log();
    publisher.publish(topic, batch(0, "a"));
    Subscriber latest = broker.subscriber(Subscription.to(topic).from(StartPosition.latest()));
    subscribers.add(latest);
    String position = log.latest(topic, 0);
    Subscriber behind =
        broker.subscriber(Subscription.to(topic).from(StartPosition.after(Map.of(0, position))));
    subscribers.add(behind);
    publisher.publish(topic, batch(1, "b"));
    assertThat(texts(latest, 1)).containsExactly("b");
    assertThat(texts(behind, 1)).containsExactly("b");
  }

  @Test
  void aLogThatNobodyWroteToHasPositionsToo() {
    ReplayableBroker log = log();
    String earliest = log.earliest(topic, 0);
    String latest = log.latest(topic, 0);
    assertThat(log.pending(topic, 0, earliest)).isZero();
    publisher.publish(topic, batch(0, "a"));
    for (String position : List.of(earliest, latest)) {
      Subscriber subscriber =
          broker.subscriber(Subscription.to(topic).from(StartPosition.after(Map.of(0, position))));
      subscribers.add(subscriber);
      assertThat(texts(subscriber, 1)).containsExactly("a");
    }
  }

  @Test
  void aLogIsReadFromATime() throws Exception {
    log();
    publisher.publish(topic, batch(0, "a"));
    TimeUnit.MILLISECONDS.sleep(20); // the clock of the broker, in milliseconds, has to go on
    Instant between = Instant.now();
    TimeUnit.MILLISECONDS.sleep(20);
    publisher.publish(topic, batch(1, "b"));
    Subscriber subscriber =
        broker.subscriber(Subscription.to(topic).from(StartPosition.timestamp(between)));
    subscribers.add(subscriber);
    assertThat(texts(subscriber, 1)).containsExactly("b");
  }

  @Test
  void aLogCountsWhatIsPending() {
    ReplayableBroker log = log();
    publisher.publish(topic, batch(0, "a", "b", "c"));
    List<Message> all = receive(subscriberThatTakesAll(), 3);
    assertThat(log.pending(topic, 0, log.earliest(topic, 0))).isEqualTo(3);
    assertThat(log.pending(topic, 0, all.get(0).position())).isEqualTo(2);
    assertThat(log.pending(topic, 0, all.get(2).position())).isZero();
  }

  @Test
  void readingBehindAPositionThatWasTrimmedIsAnErrorThatNamesIt() {
    ReplayableBroker log = log();
    publisher.publish(topic, batch(0, "a", "b", "c", "d"));
    List<Message> all = receive(subscriberThatTakesAll(), 4);
    log.trim(topic, 0, all.get(1).position());
    assertThat(texts(subscriberThatTakesAll(), 2)).containsExactly("c", "d");
    assertThat(readBehind(all.get(1))).containsExactly("c", "d");
    assertThatThrownBy(() -> readBehind(all.get(0)))
        .isInstanceOf(PositionGoneException.class)
        .hasMessageContaining(all.get(0).position())
        .hasMessageContaining(topic);
  }

  private List<String> readBehind(Message message) {
    Subscriber subscriber =
        broker.subscriber(
            Subscription.to(topic).from(StartPosition.after(Map.of(0, message.position()))));
    subscribers.add(subscriber);
    return texts(subscriber, 2);
  }

  @Test
  void aTopicHasAPlainName() {
    for (String name : List.of("", "a b", "a:b", "{a}", "*", "a\nb", "x".repeat(201))) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> Subscription.to(name))
          .withMessageContaining("is no name of a topic");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> publisher.publish(name, batch(0, "a")))
          .withMessageContaining("is no name of a topic");
    }
  }
}
