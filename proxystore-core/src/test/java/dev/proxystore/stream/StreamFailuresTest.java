package dev.proxystore.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.proxystore.serialize.SerializationException;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.stream.StreamProducer.Closing;
import dev.proxystore.stream.UnreliableBroker.Fault;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.EventException;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.Metadata;
import dev.proxystore.stream.event.ReplayableBroker;
import dev.proxystore.stream.event.StreamEvent.ObjectSent;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of objects when the store or the broker fails, and of bytes that are no events. */
@Timeout(60)
final class StreamFailuresTest {
  private static final String TOPIC = "objects";

  /** Not allowed, so nobody can write it. */
  private static final class Unwritable {}

  private final UnreliableBroker broker =
      new UnreliableBroker(Brokers.open("local:failures-" + UUID.randomUUID() + "?broker=log"));
  private final Store store = Store.open("local:objects-" + UUID.randomUUID());

  @AfterEach
  void close() {
    broker.close();
    store.close();
  }

  private StreamProducer<Object> producer(int batchSize) {
    return StreamProducer.builder(broker).defaultStore(store).batchSize(batchSize).build();
  }

  private StreamConsumerBuilder<Object> consumer() {
    return StreamConsumer.builder(broker, TOPIC);
  }

  private List<Object> received() {
    try (StreamConsumer<Object> consumer = consumer().build()) {
      List<Object> objects = new ArrayList<>();
      consumer.objects().forEach(objects::add);
      return objects;
    }
  }

  @Test
  void aPublishThatFailsAfterThePutKeepsTheBatchAndSendsItOnce() {
    for (Fault fault : List.of(Fault.BEFORE, Fault.AFTER)) {
      StreamProducer<Object> producer = producer(2);
      producer.send(TOPIC, "a");
      broker.publishing = fault;
      assertThatThrownBy(() -> producer.send(TOPIC, "b"))
          .isInstanceOfSatisfying(
              StreamSendException.class,
              e -> {
                assertThat(e.kept()).isEqualTo(2);
                assertThat(e.isTaken()).isTrue();
                assertThat(e.topic()).isEqualTo(TOPIC);
              })
          .hasMessageContaining("call flush() to try again")
          .hasMessageContaining("is away");
      assertThatThrownBy(producer::flush).isInstanceOf(StreamSendException.class);
      broker.publishing = Fault.NONE;
      producer.flush();
      producer.flush();
      producer.close(Closing.KEEP_TOPICS_OPEN);
    }
    producer(1).closeTopics(TOPIC);
    try (StreamConsumer<Object> consumer = consumer().producers(1).build()) {
      assertThat(consumer.objects()).containsExactly("a", "b", "a", "b");
    }
  }

  @Test
  void whileABatchIsKeptMoreObjectsAreNotTaken() {
    StreamProducer<Object> producer = producer(1);
    broker.publishing = Fault.BEFORE;
    assertThatThrownBy(() -> producer.send(TOPIC, "a")).isInstanceOf(StreamSendException.class);
    assertThatThrownBy(() -> producer.send(TOPIC, "b"))
        .isInstanceOfSatisfying(StreamSendException.class, e -> assertThat(e.isTaken()).isFalse())
        .hasMessageContaining("The object of this call was not taken");
    broker.publishing = Fault.NONE;
    producer.send(TOPIC, "b");
    producer.close();
    assertThat(received()).containsExactly("a", "b");
  }

  @Test
  void aFailedPutDoesNotLoseTheBatch() {
    FailingConnector connector = new FailingConnector();
    try (Store unreliable = Store.builder(connector).build()) {
      StreamProducer<Object> producer =
          StreamProducer.builder(broker).defaultStore(unreliable).batchSize(2).build();
      producer.send(TOPIC, "a");
      connector.isAway = true;
      assertThatThrownBy(() -> producer.send(TOPIC, "b"))
          .isInstanceOfSatisfying(
              StreamSendException.class, e -> assertThat(e.kept()).isEqualTo(2));
      assertThatThrownBy(producer::close).isInstanceOf(StreamSendException.class);
      connector.isAway = false;
      producer.close();
      assertThat(received()).containsExactly("a", "b");
    }
  }

  @Test
  void anObjectThatNobodyCanWriteDoesNotHoldUpItsBatch() {
    StreamProducer<Object> producer = producer(3);
    producer.send(TOPIC, "a");
    producer.send(TOPIC, new Unwritable());
    assertThatThrownBy(() -> producer.send(TOPIC, "c"))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("Unwritable");
    producer.close();
    assertThat(received()).containsExactly("a", "c");
  }

  @Test
  void aPublishThatFailsAfterThePutAndIsGivenUpOrphansNoObject() {
    StreamProducer<Object> producer = producer(1);
    var proxy = store.<Object>proxy("a", SendOptions.defaults().put());
    broker.publishing = Fault.BEFORE;
    assertThatThrownBy(() -> producer.sendProxy(TOPIC, proxy, SendOptions.defaults()))
        .isInstanceOf(StreamSendException.class);
    assertThatThrownBy(producer::close).isInstanceOf(StreamSendException.class);
    producer.close(Closing.DISCARD_UNSENT);
    assertThat(store.exists(((StoreFactory<?>) proxy.factory()).key())).isFalse();
  }

  @Test
  void aFilterThatFailsLosesNothing() {
    try (StreamProducer<Object> producer = producer(1)) {
      List.of("a", "b", "c").forEach(each -> producer.send(TOPIC, each));
    }
    List<Object> objects = new ArrayList<>();
    AtomicInteger asked = new AtomicInteger();
    Filter failsAtB =
        metadata -> {
          if (asked.incrementAndGet() == 2) {
            throw new IllegalStateException("The filter failed.");
          }
          return false;
        };
    try (StreamConsumer<Object> consumer = consumer().filter(failsAtB).build()) {
      objects.add(consumer.next().object());
      assertThatThrownBy(consumer::next).hasMessage("The filter failed.");
      consumer.objects().forEach(objects::add);
    }
    assertThat(objects).containsExactly("a", "b", "c");
  }

  @Test
  void repeatsAreLeftOutAndCounted() {
    UUID id = UUID.randomUUID();
    byte[] frame = frame(id, 0);
    broker.publisher().publish(TOPIC, new EventBatch(id, 0, List.of(frame)));
    broker.publisher().publish(TOPIC, new EventBatch(UUID.randomUUID(), 0, List.of(frame)));
    try (StreamConsumer<Object> consumer = consumer().build()) {
      assertThat(consumer.poll(Duration.ofSeconds(1))).isPresent();
      assertThat(consumer.poll(Duration.ofMillis(20))).isEmpty();
      assertThat(consumer.repeats()).isEqualTo(1);
    }
  }

  private byte[] frame(UUID id, long sequence) {
    return EventFrame.write(
        new ObjectSent(id, sequence, Instant.now(), Metadata.empty(), store.proxy("x")));
  }

  private void publishBadBytesBetweenTwoEvents() {
    UUID id = UUID.randomUUID();
    byte[] newer = frame(id, 1);
    newer[1] = 0x20;
    List<byte[]> frames = List.of(frame(id, 0), new byte[] {1, 2, 3}, newer, frame(id, 3));
    broker.publisher().publish(TOPIC, new EventBatch(id, 0, frames));
  }

  @Test
  void bytesThatAreNoEventFailTheConsumerByDefault() {
    publishBadBytesBetweenTwoEvents();
    try (StreamConsumer<Object> consumer = consumer().build()) {
      assertThat(consumer.poll(Duration.ZERO)).isPresent();
      assertThatThrownBy(() -> consumer.poll(Duration.ZERO))
          .isInstanceOf(EventException.class)
          .hasMessageContaining("found 3 bytes");
      assertThatThrownBy(() -> consumer.poll(Duration.ZERO)).hasMessageContaining("version 2");
      assertThat(consumer.poll(Duration.ZERO)).as("the events behind them").isPresent();
    }
  }

  @Test
  void bytesThatAreNoEventAreSkippedAndCountedIfToldTo() {
    publishBadBytesBetweenTwoEvents();
    try (StreamConsumer<Object> consumer = consumer().onBadEvent(BadEventHandler.skip()).build()) {
      assertThat(consumer.poll(Duration.ZERO)).isPresent();
      assertThat(consumer.poll(Duration.ZERO)).isPresent();
      assertThat(consumer.badEvents()).isEqualTo(2);
    }
  }

  @Test
  void bytesThatAreNoEventGoToTheDeadLettersIfThereAreAny() {
    publishBadBytesBetweenTwoEvents();
    List<BadEventHandler.BadEvent> dead = new ArrayList<>();
    try (StreamConsumer<Object> consumer =
        consumer().onBadEvent(BadEventHandler.deadLetters(dead::add)).build()) {
      assertThat(consumer.poll(Duration.ZERO)).isPresent();
      assertThat(consumer.poll(Duration.ZERO)).isPresent();
    }
    assertThat(dead).hasSize(2);
    assertThat(dead.get(0).bytes()).containsExactly(1, 2, 3);
    assertThat(dead.get(0).topic()).isEqualTo(TOPIC);
  }

  @Test
  void aConsumerWaitsForItsBrokerToBeBack() throws Exception {
    try (StreamConsumer<Object> consumer = consumer().build()) {
      broker.polling = Fault.BEFORE;
      CompletableFuture<StreamItem<Object>> next = CompletableFuture.supplyAsync(consumer::next);
      try (StreamProducer<Object> producer = producer(1)) {
        producer.send(TOPIC, "a");
        await().during(Duration.ofMillis(300)).until(() -> !next.isDone());
        broker.polling = Fault.NONE;
        assertThat(next.get(10, TimeUnit.SECONDS).object()).isEqualTo("a");
      }
    }
  }

  @Test
  void aConsumerGivesUpWhenItsBrokerWasAwayForTooLong() {
    broker.polling = Fault.BEFORE;
    try (StreamConsumer<Object> consumer =
        consumer().reconnectFor(Duration.ofMillis(200)).build()) {
      assertThatThrownBy(consumer::next)
          .isInstanceOf(BrokerException.class)
          .hasMessageContaining("is away");
    }
  }

  @Test
  void anEventIsAcknowledgedWhenTheNextIsAskedFor() {
    try (StreamProducer<Object> producer = producer(1)) {
      producer.send(TOPIC, "a");
      producer.send(TOPIC, "b");
      try (StreamConsumer<Object> consumer = consumer().build()) {
        consumer.next();
        consumer.acknowledge();
        assertThat(broker.acknowledged).isEmpty();
        consumer.next();
        consumer.acknowledge();
        assertThat(broker.acknowledged).hasSize(1);
      }
      assertThat(broker.acknowledged).as("the last one may not have been used").hasSize(1);
    }
  }

  @Test
  void aConsumerThatIsToldToRemovesWhatItAcknowledgedFromALog() {
    try (ReplayableBroker log =
            (ReplayableBroker) Brokers.open("local:trimmed-" + UUID.randomUUID() + "?broker=log");
        StreamProducer<String> producer = StreamProducer.<String>builder(log).build();
        StreamConsumer<String> consumer =
            StreamConsumer.<String>builder(log, TOPIC).trimAcknowledged().build()) {
      producer.send(TOPIC, "a");
      producer.send(TOPIC, "b");
      assertThat(consumer.next().object()).isEqualTo("a");
      assertThat(consumer.next().object()).isEqualTo("b");
      consumer.acknowledge();
      assertThat(log.pending(TOPIC, 0, log.earliest(TOPIC, 0))).as("b may be in use").isOne();
      producer.closeTopics(TOPIC);
      assertThat(consumer.iterator().hasNext()).isFalse();
      assertThat(log.pending(TOPIC, 0, log.earliest(TOPIC, 0))).isZero();
    }
  }

  @Test
  void whatCannotBeTrimmedIsRefused() {
    try (Broker queue = Brokers.open("local:queue-" + UUID.randomUUID())) {
      assertThatThrownBy(() -> StreamConsumer.builder(queue, TOPIC).trimAcknowledged().build())
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("Expected a replayable broker");
    }
  }

  @Test
  void whatWasReadBeforeTheEndIsAcknowledged() {
    try (StreamProducer<Object> producer = producer(1)) {
      producer.send(TOPIC, "a");
    }
    received();
    assertThat(broker.acknowledged).as("the event and the end").hasSize(2);
  }

  @Test
  void threadsThatSendToOneTopicLoseAndRepeatNothing() throws Exception {
    try (StreamProducer<Object> producer = producer(7)) {
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int first = thread * 1000;
        threads.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = first; i < first + 1000; i++) {
                    producer.send(TOPIC, i);
                  }
                }));
      }
      CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
    }
    assertThat(received()).hasSize(4000).doesNotHaveDuplicates();
  }

  @Test
  void whileAPutFailsMoreObjectsAreNotTaken() {
    FailingConnector connector = new FailingConnector();
    try (Store unreliable = Store.builder(connector).build()) {
      StreamProducer<Object> producer =
          StreamProducer.builder(broker).defaultStore(unreliable).build();
      connector.isAway = true;
      assertThatThrownBy(() -> producer.send(TOPIC, "a"))
          .isInstanceOfSatisfying(StreamSendException.class, e -> assertThat(e.isTaken()).isTrue());
      assertThatThrownBy(() -> producer.send(TOPIC, "b"))
          .isInstanceOfSatisfying(
              StreamSendException.class,
              e -> {
                assertThat(e.isTaken()).isFalse();
                assertThat(e.kept()).isOne();
              });
      connector.isAway = false;
      producer.send(TOPIC, "b");
      producer.close();
      assertThat(received()).containsExactly("a", "b");
    }
  }

  @Test
  void aConsumerMayWaitForEver() {
    try (StreamProducer<Object> producer = producer(1)) {
      producer.send(TOPIC, "a");
    }
    Duration forEver = ChronoUnit.FOREVER.getDuration();
    try (StreamConsumer<Object> consumer = consumer().reconnectFor(forEver).build()) {
      broker.polling = Fault.BEFORE;
      assertThat(consumer.poll(Duration.ofMillis(100))).isEmpty();
      broker.polling = Fault.NONE;
      assertThat(consumer.poll(forEver).orElseThrow().object()).isEqualTo("a");
      assertThat(consumer.poll(forEver)).isEmpty();
    }
  }
}
