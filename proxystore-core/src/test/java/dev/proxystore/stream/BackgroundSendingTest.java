package dev.proxystore.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.proxystore.serialize.SerializationException;
import dev.proxystore.store.Store;
import dev.proxystore.stream.StreamProducer.Closing;
import dev.proxystore.stream.UnreliableBroker.Fault;
import dev.proxystore.stream.event.Brokers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Objects that are sent without waiting for each, and batches that are sent when they are late. */
@Timeout(60)
final class BackgroundSendingTest {
  private static final String TOPIC = "objects";

  /** Not allowed, so nobody can write it. */
  private static final class Unwritable {}

  private final UnreliableBroker broker =
      new UnreliableBroker(Brokers.open("local:background-" + UUID.randomUUID() + "?broker=log"));
  private final Store store = Store.open("local:objects-" + UUID.randomUUID());

  @AfterEach
  void close() {
    broker.close();
    store.close();
  }

  private StreamProducerBuilder<Object> producer() {
    return StreamProducer.builder(broker).defaultStore(store);
  }

  private List<Object> received() {
    try (StreamConsumer<Object> consumer =
        StreamConsumer.<Object>builder(broker, TOPIC).fetchAhead(16).build()) {
      List<Object> objects = new ArrayList<>();
      consumer.objects().forEach(objects::add);
      return objects;
    }
  }

  private static void assertKept(CompletableFuture<Void> sent) {
    assertThatThrownBy(() -> sent.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .cause()
        .isInstanceOfSatisfying(StreamSendException.class, e -> assertThat(e.isTaken()).isTrue());
  }

  @Test
  void objectsKeepTheirOrderWhicheverWayTheyAreSent() {
    List<CompletableFuture<Void>> sent = new ArrayList<>();
    try (StreamProducer<Object> producer = producer().maxWaiting(8).build()) {
      for (int i = 0; i < 1000; i++) {
        if (i % 100 == 50) {
          producer.send(TOPIC, i);
        } else {
          sent.add(producer.sendAsync(TOPIC, i));
        }
      }
    }
    assertThat(sent)
        .allMatch(CompletableFuture::isDone)
        .noneMatch(each -> each.isCompletedExceptionally());
    assertThat(received()).containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
  }

  @Test
  void anObjectIsPublishedWithoutFurtherCalls() throws Exception {
    try (StreamProducer<Object> producer = producer().build();
        StreamConsumer<Object> consumer = StreamConsumer.builder(broker, TOPIC).build()) {
      producer.sendAsync(TOPIC, "a").get(10, TimeUnit.SECONDS);
      assertThat(consumer.poll(Duration.ofSeconds(10)).orElseThrow().object()).isEqualTo("a");
    }
  }

  @Test
  void aBatchThatIsNotFullWaitsForTheOthers() {
    try (StreamProducer<Object> producer = producer().batchSize(3).build()) {
      CompletableFuture<Void> first = producer.sendAsync(TOPIC, "a");
      CompletableFuture<Void> second = producer.sendAsync(TOPIC, "b");
      await().during(Duration.ofMillis(100)).until(() -> !first.isDone() && !second.isDone());
      producer.sendAsync(TOPIC, "c").join();
      assertThat(first).isCompleted();
      assertThat(second).isCompleted();
    }
  }

  @Test
  void aBatchThatIsNotFullIsSentWhenItHasLingered() {
    try (StreamProducer<Object> producer =
            producer().batchSize(3).linger(Duration.ofMillis(20)).build();
        StreamConsumer<Object> consumer = StreamConsumer.builder(broker, TOPIC).build()) {
      producer.send(TOPIC, "a");
      assertThat(consumer.poll(Duration.ofSeconds(10)).orElseThrow().object()).isEqualTo("a");
      CompletableFuture<Void> second = producer.sendAsync(TOPIC, "b");
      assertThat(consumer.poll(Duration.ofSeconds(10)).orElseThrow().object()).isEqualTo("b");
      assertThat(second.join()).isNull();
    }
  }

  @Test
  void aFailureReachesWhoeverWaitsAndTheObjectsAreKept() {
    StreamProducer<Object> producer = producer().build();
    broker.publishing = Fault.AFTER;
    CompletableFuture<Void> first = producer.sendAsync(TOPIC, "a");
    assertKept(first);
    CompletableFuture<Void> second = producer.sendAsync(TOPIC, "b");
    assertKept(second);
    broker.publishing = Fault.NONE;
    producer.close();
    assertThat(received()).containsExactly("a", "b");
  }

  @Test
  void whatCannotBeSentLeavesNoRoomAndIsNotTaken() {
    StreamProducer<Object> producer = producer().maxWaiting(2).build();
    broker.publishing = Fault.BEFORE;
    List<CompletableFuture<Void>> taken = new ArrayList<>();
    assertThatThrownBy(
            () -> {
              for (int i = 0; i < 1000; i++) {
                taken.add(producer.sendAsync(TOPIC, i));
              }
            })
        .isInstanceOfSatisfying(StreamSendException.class, e -> assertThat(e.isTaken()).isFalse());
    broker.publishing = Fault.NONE;
    producer.close();
    assertThat(received())
        .containsExactlyElementsOf(IntStream.range(0, taken.size()).boxed().toList());
  }

  @Test
  void anObjectThatNobodyCanWriteFailsAlone() {
    try (StreamProducer<Object> producer = producer().batchSize(3).build()) {
      CompletableFuture<Void> first = producer.sendAsync(TOPIC, "a");
      CompletableFuture<Void> unwritable = producer.sendAsync(TOPIC, new Unwritable());
      producer.sendAsync(TOPIC, "c").join();
      assertThat(first).isCompleted();
      assertThatThrownBy(unwritable::join).hasCauseInstanceOf(SerializationException.class);
    }
    assertThat(received()).containsExactly("a", "c");
  }

  @Test
  void whatIsGivenUpLeavesNoOrphan() {
    FailingConnector connector = new FailingConnector();
    try (Store observed = Store.builder(connector).build()) {
      StreamProducer<Object> producer =
          StreamProducer.builder(broker).defaultStore(observed).batchSize(2).build();
      CompletableFuture<Void> sent = producer.sendAsync(TOPIC, "a");
      broker.publishing = Fault.BEFORE;
      assertThatThrownBy(producer::close).isInstanceOf(StreamSendException.class);
      assertThat(connector.ids()).hasSize(1);
      assertKept(sent);
      producer.close(Closing.DISCARD_UNSENT);
      assertThat(connector.ids()).isEmpty();
    }
  }

  @Test
  void aClosedProducerTakesNoMore() {
    StreamProducer<Object> producer = producer().build();
    producer.close(Closing.KEEP_TOPICS_OPEN);
    assertThatThrownBy(() -> producer.sendAsync(TOPIC, "a"))
        .isInstanceOf(TopicClosedException.class);
  }

  @Test
  void aPutThatIsTriedAgainOverwritesWhatTheFirstTryStored() {
    FailingConnector connector = new FailingConnector();
    try (Store failing = Store.builder(connector).build();
        StreamProducer<Object> producer =
            StreamProducer.builder(broker).defaultStore(failing).batchSize(3).build()) {
      connector.failsAfter = 2;
      producer.send(TOPIC, "a");
      producer.send(TOPIC, "b");
      assertThatThrownBy(() -> producer.send(TOPIC, "c")).isInstanceOf(StreamSendException.class);
      connector.failsAfter = Integer.MAX_VALUE;
      producer.flush();
      assertThat(connector.ids()).as("no orphan").hasSize(3);
    }
  }

  @Test
  void threadsThatSendToOneTopicLoseAndRepeatNothing() throws Exception {
    try (StreamProducer<Object> producer = producer().maxWaiting(16).build()) {
      List<CompletableFuture<Void>> threads = new ArrayList<>();
      for (int thread = 0; thread < 4; thread++) {
        int first = thread * 1000;
        threads.add(
            CompletableFuture.runAsync(
                () -> {
                  for (int i = first; i < first + 1000; i++) {
                    CompletableFuture<Void> unused = producer.sendAsync(TOPIC, i);
                  }
                }));
      }
      CompletableFuture.allOf(threads.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
    }
    assertThat(received()).hasSize(4000).doesNotHaveDuplicates();
  }

  @Test
  void anAggregatorThatFailsIsToldToWhoeverWaitsAndLosesNothing() {
    AtomicBoolean isBroken = new AtomicBoolean(true);
    StreamProducer<Object> producer =
        producer()
            .batchSize(2)
            .aggregator(
                objects -> {
                  if (isBroken.get()) {
                    throw new IllegalStateException("broken");
                  }
                  return objects.toString();
                })
            .build();
    assertKept(sendTwo(producer));
    assertThatThrownBy(producer::flush)
        .isInstanceOf(StreamSendException.class)
        .hasMessageContaining("broken");
    isBroken.set(false);
    assertThat(sendTwo(producer)).succeedsWithin(Duration.ofSeconds(10));
    producer.close();
    assertThat(received()).containsExactly("[a, b]", "[a, b]");
  }

  private static CompletableFuture<Void> sendTwo(StreamProducer<Object> producer) {
    CompletableFuture<Void> first = producer.sendAsync(TOPIC, "a");
    CompletableFuture<Void> unused = producer.sendAsync(TOPIC, "b");
    return first;
  }

  @Test
  void aProducerWhoseAggregatorFailsCanBeClosed() {
    StreamProducer<Object> producer =
        producer()
            .aggregator(
                objects -> {
                  throw new IllegalStateException("broken");
                })
            .build();
    assertThatThrownBy(() -> producer.send(TOPIC, "a")).isInstanceOf(StreamSendException.class);
    assertThatThrownBy(producer::close).isInstanceOf(StreamSendException.class);
    producer.close(Closing.DISCARD_UNSENT);
    assertThatThrownBy(() -> producer.send(TOPIC, "b")).isInstanceOf(TopicClosedException.class);
  }

  @Test
  void whoIsToldOfAFailureMaySendMore() {
    StreamProducer<Object> producer = producer().batchSize(2).maxWaiting(8).build();
    broker.publishing = Fault.BEFORE;
    CompletableFuture<Void> more =
        producer
            .sendAsync(TOPIC, "a")
            .exceptionallyCompose(failure -> producer.sendAsync(TOPIC, "c"));
    assertKept(producer.sendAsync(TOPIC, "b"));
    broker.publishing = Fault.NONE;
    CompletableFuture<Void> last = producer.sendAsync(TOPIC, "d");
    assertThat(more).succeedsWithin(Duration.ofSeconds(10));
    assertThat(last).succeedsWithin(Duration.ofSeconds(10));
    producer.close();
    assertThat(received()).containsExactly("a", "b", "c", "d");
  }

  @Test
  void whatIsGivenUpDoesNotKeepAProducerOpenIfItsStoreIsAwayToo() {
    FailingConnector connector = new FailingConnector();
    try (Store unreliable = Store.builder(connector).build()) {
      StreamProducer<Object> producer =
          StreamProducer.builder(broker).defaultStore(unreliable).build();
      broker.publishing = Fault.BEFORE;
      assertKept(producer.sendAsync(TOPIC, "a"));
      connector.isAway = true;
      producer.close(Closing.DISCARD_UNSENT);
      assertThatThrownBy(() -> producer.send(TOPIC, "b")).isInstanceOf(TopicClosedException.class);
    }
  }

  @Test
  void whatIsSentRightAfterAFailureIsToldOfOneToo() {
    StreamProducer<Object> producer = producer().build();
    broker.publishing = Fault.BEFORE;
    for (int i = 0; i < 50; i++) {
      assertKept(producer.sendAsync(TOPIC, i));
    }
    producer.close(Closing.DISCARD_UNSENT);
  }
}
