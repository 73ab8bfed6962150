package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** Servers that go and come back, with their data in an append-only file. */
@Timeout(60)
final class RedisBrokerOutageIT {
  private static final String TOPIC = "images";
  private static final int EVENTS = 400;

  private final UUID producer = UUID.randomUUID();
  private RedisServer server;

  @BeforeEach
  void startServer(@TempDir Path folder) {
    server = RedisServer.builder().appendOnly(folder).start();
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private String address(String kind) {
    return "redis://" + server.hostAndPort() + "/events?broker=" + kind;
  }

  private Broker open(String kind) {
    return TestEvents.open(address(kind), Map.of("timeout", "1s"));
  }

  /** Publishes until the server has it, as a producer does. */
  private static void publish(Publisher publisher, EventBatch batch) {
    await()
        .atMost(Duration.ofSeconds(20))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptionsInstanceOf(BrokerException.class)
        .until(
            () -> {
              publisher.publish(TOPIC, batch);
              return true;
            });
  }

  private void publishAll(Publisher publisher) {
    for (int i = 0; i < EVENTS; i++) {
      publish(publisher, TestEvents.batch(producer, i, "event " + i));
    }
  }

  /** Polls until all have come; the server is restarted half way. */
  private List<String> receiveAll(Subscriber subscriber) {
    List<String> texts = new ArrayList<>();
    int errors = 0;
    while (texts.size() < EVENTS) {
      try {
        List<Message> messages = subscriber.poll(20, Duration.ofSeconds(5));
        subscriber.acknowledge(messages);
        texts.addAll(TestEvents.texts(messages));
      } catch (BrokerException e) {
        assertThat(e)
            .hasMessageStartingWith(
                "The broker redis://" + server.hostAndPort() + "/events?broker=");
        errors++;
      }
      if (texts.size() >= EVENTS / 2 && errors == 0) {
        server.restart();
        errors++;
      }
    }
    return texts;
  }

  @Test
  void aStreamLosesAndRepeatsNothing() throws Exception {
    try (Broker broker = open("stream");
        Publisher publisher = broker.publisher();
        Subscriber subscriber = broker.subscriber(Subscription.to(TOPIC))) {
      CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publishAll(publisher));
      assertThat(receiveAll(subscriber)).isEqualTo(TestEvents.numbered(0, EVENTS));
      publishing.get(20, TimeUnit.SECONDS);
      assertThat(subscriber.poll(1, Duration.ofMillis(200))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "list"})
  void aGroupAndAQueueLoseNothing(String kind) throws Exception {
    try (Broker broker = open(kind);
        Publisher publisher = broker.publisher();
        Subscriber subscriber = broker.subscriber(Subscription.to(TOPIC).inGroup("workers"))) {
      CompletableFuture<Void> publishing = CompletableFuture.runAsync(() -> publishAll(publisher));
      assertThat(receiveAll(subscriber)).containsAll(TestEvents.numbered(0, EVENTS));
      publishing.get(20, TimeUnit.SECONDS);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "list", "pubsub"})
  void aPollThatWaitsWhenTheServerGoesFailsAndTheNextOneGoesOn(String kind) {
    try (Broker broker = open(kind);
        Publisher publisher = broker.publisher();
        Subscriber subscriber = broker.subscriber(Subscription.to(TOPIC))) {
      publish(publisher, TestEvents.batch(producer, 0, "a"));
      assertThat(TestEvents.texts(TestEvents.receive(subscriber, 1))).containsExactly("a");
      server.kill();
      for (int i = 0; i < 2; i++) {
        assertThatExceptionOfType(BrokerException.class)
            .isThrownBy(() -> subscriber.poll(1, Duration.ofMinutes(1)))
            .withMessageContaining("the topic images: ");
      }
      server.restart();
      assertThat(subscriber.poll(1, Duration.ofMillis(100))).isEmpty();
      publish(publisher, TestEvents.batch(producer, 1, "b"));
      assertThat(TestEvents.texts(TestEvents.receive(subscriber, 1))).containsExactly("b");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "list"})
  void aConnectionThatBreaksOffWhileEventsAreUnderWayLosesNone(String kind) {
    try (Broker broker = open(kind);
        Publisher publisher = broker.publisher();
        Subscriber subscriber = broker.subscriber(Subscription.to(TOPIC).inGroup("workers"))) {
      List<String> texts = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        publish(publisher, TestEvents.batch(producer, i, "event " + i));
        CompletableFuture<Void> cut = CompletableFuture.runAsync(this::killConnections);
        try {
          texts.addAll(TestEvents.texts(subscriber.poll(10, Duration.ofMillis(20))));
        } catch (BrokerException e) {
          assertThat(e).hasMessageContaining("cannot");
        }
        cut.join();
      }
      await()
          .ignoreExceptionsInstanceOf(BrokerException.class)
          .until(
              () -> {
                texts.addAll(TestEvents.texts(subscriber.poll(50, Duration.ofMillis(100))));
                return texts.size() >= 50;
              });
      assertThat(texts).doesNotHaveDuplicates().hasSameElementsAs(TestEvents.numbered(0, 50));
    }
  }

  private void killConnections() {
    try (Jedis client = TestObjects.client(server)) {
      client.clientKill(
          new ClientKillParams().type(ClientType.NORMAL).skipMe(ClientKillParams.SkipMe.YES));
    }
  }

  @Test
  void aServerThatIsNotThereIsAClearSentence() {
    server.kill();
    assertThatExceptionOfType(BrokerException.class)
        .isThrownBy(() -> open("stream"))
        .withMessage("The broker " + address("stream") + " cannot be opened: Connection refused.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"stream", "list"})
  void aServerThatIsSilentIsAnErrorInTime(String kind) {
    try (Broker broker = open(kind);
        Publisher publisher = broker.publisher();
        Subscriber subscriber = broker.subscriber(Subscription.to(TOPIC))) {
      subscriber.poll(1, Duration.ofMillis(1));
      server.freeze();
      assertThatExceptionOfType(BrokerException.class)
          .isThrownBy(() -> publisher.publish(TOPIC, TestEvents.batch(producer, 0, "a")))
          .withMessageEndingWith("cannot publish to the topic images: no answer within 1s.");
      assertThatExceptionOfType(BrokerException.class)
          .isThrownBy(() -> subscriber.poll(1, Duration.ofMinutes(1)))
          .withMessageEndingWith("cannot read the topic images: no answer within 1s.");
      server.unfreeze();
      publish(publisher, TestEvents.batch(producer, 0, "a"));
      assertThat(TestEvents.texts(TestEvents.receive(subscriber, 1))).containsExactly("a");
      assertThat(subscriber.poll(1, Duration.ofMillis(100))).as("once").isEmpty();
    }
  }

  @Test
  void aChannelOnAServerThatIsSilentIsAnErrorInTime() {
    try (Broker broker = open("pubsub");
        Subscriber subscriber = broker.subscriber(Subscription.to(TOPIC))) {
      assertThat(subscriber.poll(1, Duration.ofSeconds(3))).as("quiet, not silent").isEmpty();
      server.freeze();
      assertThatExceptionOfType(BrokerException.class)
          .isThrownBy(() -> subscriber.poll(1, Duration.ofMinutes(1)))
          .withMessageEndingWith("cannot listen to the topic images: no answer within 1s.");
      server.unfreeze();
    }
  }

  @Test
  void closingEndsAPollOnASilentServer() throws Exception {
    Broker broker = TestEvents.open(address("stream"), Map.of("timeout", "1min"));
    Subscriber subscriber = broker.subscriber(Subscription.to(TOPIC));
    subscriber.poll(1, Duration.ofMillis(1));
    server.freeze();
    CompletableFuture<List<Message>> waiting =
        CompletableFuture.supplyAsync(() -> subscriber.poll(1, Duration.ofMinutes(5)));
    subscriber.close();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isEmpty();
    server.unfreeze();
    broker.close();
  }
}
