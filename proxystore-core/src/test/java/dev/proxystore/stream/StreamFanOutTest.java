package dev.proxystore.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.store.Store;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.Metadata;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A topic that several consumers read in full, of objects that go when all have used them. */
@Timeout(60)
final class StreamFanOutTest {
  private static final String TOPIC = "numbers";
  private static final int OBJECTS = 20;

  private final Broker broker = Brokers.open("local:fan-out-" + UUID.randomUUID() + "?broker=log");
  private final Store store = Store.open("local:fan-out-" + UUID.randomUUID());

  @AfterEach
  void close() {
    broker.close();
    store.close();
  }

  private int objects() {
    List<String> ids = new ArrayList<>();
    store.list("", ids::add);
    return ids.size();
  }

  private void send(int fanOut) {
    try (StreamProducer<Integer> producer =
        StreamProducer.<Integer>builder(broker).defaultStore(store).fanOut(fanOut).build()) {
      for (int i = 0; i < OBJECTS; i++) {
        producer.send(TOPIC, i, SendOptions.defaults().withMetadata(Metadata.of("number", i)));
      }
    }
  }

  private StreamConsumerBuilder<Integer> consumer() {
    return StreamConsumer.builder(broker, TOPIC);
  }

  private static List<Integer> receive(StreamConsumerBuilder<Integer> builder) {
    List<Integer> numbers = new ArrayList<>();
    try (StreamConsumer<Integer> consumer = builder.build()) {
      consumer.objects().forEach(numbers::add);
    }
    return numbers;
  }

  private static List<Integer> numbers() {
    return IntStream.range(0, OBJECTS).boxed().toList();
  }

  @Test
  void anObjectGoesWhenTheLastConsumerHasUsedItHoweverItFetches() {
    send(3);
    assertThat(receive(consumer().releaseAs("first"))).isEqualTo(numbers());
    assertThat(receive(consumer().releaseAs("second").fetchAhead(8))).isEqualTo(numbers());
    assertThat(receive(consumer().releaseAs("second"))).isEqualTo(numbers());
    assertThat(objects()).isEqualTo(OBJECTS);
    assertThat(receive(consumer().releaseAs("third"))).isEqualTo(numbers());
    assertThat(objects()).isZero();
  }

  @Test
  void whatAConsumerFiltersOrDiscardsIsReleasedForIt() {
    send(2);
    assertThat(
            receive(
                consumer()
                    .releaseAs("first")
                    .filter(metadata -> metadata.number("number").orElse(0L) % 2 == 0)))
        .hasSize(OBJECTS / 2);
    assertThat(objects()).isEqualTo(OBJECTS);
    try (StreamConsumer<Integer> second = consumer().releaseAs("second").build()) {
      second.forEach(StreamItem::discard);
    }
    assertThat(objects()).isZero();
  }

  @Test
  void aConsumerWithoutANameMayPassOnButNotResolve() {
    send(2);
    try (StreamConsumer<Integer> nameless = consumer().build()) {
      StreamItem<Integer> item = nameless.next();
      assertThatExceptionOfType(ProxyResolveException.class)
          .isThrownBy(item::object)
          .withMessageContaining("releaseAs(\"name\")");
    }
    assertThat(objects()).isEqualTo(OBJECTS);
  }

  @Test
  void whatIsSentWithANumberOfItsOwnKeepsIt() {
    try (StreamProducer<Integer> producer =
        StreamProducer.<Integer>builder(broker).defaultStore(store).fanOut(3).build()) {
      producer.send(TOPIC, 1, SendOptions.defaults().fanOut(2));
      producer.send(TOPIC, 2, SendOptions.defaults().keep());
    }
    assertThat(receive(consumer().releaseAs("first"))).hasSize(2);
    assertThat(receive(consumer().releaseAs("second"))).hasSize(2);
    assertThat(objects()).isOne();
  }
}
