package dev.proxystore.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.store.Store;
import dev.proxystore.stream.StreamProducer.Closing;
import dev.proxystore.stream.UnreliableBroker.Fault;
import dev.proxystore.stream.event.Brokers;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a producer promises while it closes, and when it cannot. */
@Timeout(60)
final class ClosingProducerTest {
  private static final String TOPIC = "objects";

  private final UnreliableBroker broker =
      new UnreliableBroker(Brokers.open("local:closing-" + UUID.randomUUID() + "?broker=log"));
  private final Store store = Store.open("local:objects-" + UUID.randomUUID());

  @AfterEach
  void close() {
    broker.close();
    store.close();
  }

  private StreamProducer<Object> producer(int batchSize) {
    return StreamProducer.builder(broker).defaultStore(store).batchSize(batchSize).build();
  }

  private List<Object> received() {
    try (StreamConsumer<Object> consumer = StreamConsumer.builder(broker, TOPIC).build()) {
      return consumer.stream().map(StreamItem::object).toList();
    }
  }

  @Test
  void closingLeavesSharedStoresOpenByDefaultAndLetsBrokersBeReused() {
    try (StreamProducer<Object> first = producer(1)) {
      first.send(TOPIC, 1, SendOptions.defaults().keep());
      first.close(Closing.KEEP_TOPICS_OPEN);
    }
    try (StreamProducer<Object> second = producer(1)) {
      second.send(TOPIC, 2);
    }
    try (StreamConsumer<Object> consumer =
        StreamConsumer.builder(broker, TOPIC).producers(1).build()) {
      assertThat(consumer.objects()).containsExactly(1, 2);
    }
  }

  @Test
  void storesAreClosedWhereTheProducerIsToldTo() {
    StreamProducer<Object> producer = producer(1);
    producer.send(TOPIC, 1);
    producer.close(Closing.CLOSE_STORES);
    assertThatThrownBy(() -> store.put("x")).hasMessageContaining("closed");
  }

  @Test
  void theEndIsAnnouncedAgainIfItCouldNotBe() {
    StreamProducer<Object> producer = producer(1);
    producer.send(TOPIC, "a");
    broker.publishing = Fault.AFTER;
    assertThatThrownBy(producer::close)
        .isInstanceOf(StreamSendException.class)
        .hasMessageStartingWith("The end of the topic 'objects' could not be announced: end it,");
    broker.publishing = Fault.NONE;
    producer.close();
    assertThat(received()).containsExactly("a");
  }

  @Test
  void aProducerThatIsClosingTakesNothingMore() {
    StreamProducer<Object> producer = producer(1);
    producer.send(TOPIC, "a");
    broker.publishing = Fault.BEFORE;
    assertThatThrownBy(producer::close).isInstanceOf(StreamSendException.class);
    assertThatThrownBy(() -> producer.send(TOPIC, "b")).isInstanceOf(TopicClosedException.class);
    assertThatThrownBy(() -> producer.send("another", "b"))
        .isInstanceOf(TopicClosedException.class);
    broker.publishing = Fault.NONE;
    producer.close();
    assertThat(received()).containsExactly("a");
  }

  @Test
  void whatIsSentWhileTheProducerClosesIsSentOrRefused() throws Exception {
    for (int run = 0; run < 50; run++) {
      StreamProducer<Object> producer = producer(1000);
      String topic = "closing-" + run;
      CompletableFuture<Boolean> taken =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  producer.send(topic, "a");
                  return true;
                } catch (TopicClosedException e) {
                  return false;
                }
              });
      producer.close();
      if (taken.get(10, TimeUnit.SECONDS)) {
        try (StreamConsumer<Object> consumer = StreamConsumer.builder(broker, topic).build()) {
          assertThat(consumer.objects()).containsExactly("a");
        }
      }
    }
  }
}
