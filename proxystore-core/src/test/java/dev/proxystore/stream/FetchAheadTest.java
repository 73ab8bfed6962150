package dev.proxystore.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.ConnectorException;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.store.Store;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.EventException;
import dev.proxystore.stream.event.Metadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Consumers that fetch the objects of several items in one go. */
@Timeout(60)
final class FetchAheadTest {
  private static final String TOPIC = "numbers";

  private final Broker broker = Brokers.open("local:ahead-" + UUID.randomUUID() + "?broker=log");
  private final FailingConnector connector = new FailingConnector();
  private final Store store = Store.builder(connector).build();

  @BeforeEach
  void sendTen() {
    send(10, SendOptions.defaults());
  }

  @AfterEach
  void close() {
    broker.close();
    store.close();
  }

  private void send(int count, SendOptions options) {
    try (StreamProducer<Integer> producer =
        StreamProducer.<Integer>builder(broker).defaultStore(store).batchSize(10).build()) {
      IntStream.range(0, count)
          .forEach(i -> producer.send(TOPIC, i, options.withMetadata(Metadata.of("number", i))));
    }
  }

  private StreamConsumerBuilder<Integer> consumer() {
    return StreamConsumer.builder(broker, TOPIC);
  }

  @Test
  void objectsOfSeveralItemsAreFetchedTogetherAndGoAfterTheirUse() {
    List<Integer> objects = new ArrayList<>();
    try (StreamConsumer<Integer> consumer = consumer().fetchAhead(4).build()) {
      consumer.objects().forEach(objects::add);
    }
    assertThat(objects).containsExactlyElementsOf(IntStream.range(0, 10).boxed().toList());
    assertThat(connector.reads).containsExactly(4, 4, 2);
    assertThat(connector.ids()).isEmpty();
  }

  @Test
  void asManyAreFetchedAsTheBytesAllow() {
    try (StreamConsumer<Integer> consumer = consumer().fetchAhead(4, 1).build()) {
      consumer.objects().forEach(each -> {});
    }
    assertThat(connector.reads).hasSize(10).containsOnly(1);
  }

  @Test
  void aConsumerThatDoesNotResolveFetchesNothingUnlessToldTo() {
    try (StreamConsumer<Integer> consumer = consumer().build()) {
      consumer.proxies().forEach(each -> {});
    }
    assertThat(connector.reads).isEmpty();
    assertThat(connector.ids()).hasSize(10);
  }

  @Test
  void whatWasFetchedAndNotResolvedStays() {
    List<Proxy<Integer>> passedOn = new ArrayList<>();
    try (StreamConsumer<Integer> consumer = consumer().fetchAhead(10).build()) {
      for (StreamItem<Integer> item : consumer) {
        assertThat(item.proxy().isResolved()).isFalse();
        if (item.metadata().number("number").orElseThrow() % 2 == 0) {
          assertThat(item.object()).matches(number -> number % 2 == 0);
        } else {
          passedOn.add(item.proxy());
        }
      }
    }
    assertThat(connector.ids()).hasSize(5);
    assertThat(passedOn)
        .extracting(each -> each.factory().resolve())
        .containsExactly(1, 3, 5, 7, 9);
    assertThat(connector.ids()).isEmpty();
  }

  @Test
  void anObjectThatIsResolvedAfterTheNextItemWasAskedForGoesToo() {
    List<Proxy<Integer>> later = new ArrayList<>();
    try (StreamConsumer<Integer> consumer = consumer().fetchAhead(10).build()) {
      consumer.proxies().forEach(later::add);
    }
    assertThat(connector.ids()).hasSize(10);
    assertThat(later)
        .extracting(Proxy::resolve)
        .containsExactlyElementsOf(IntStream.range(0, 10).boxed().toList());
    assertThat(connector.ids()).isEmpty();
  }

  @Test
  void objectsThatAreKeptStay() {
    connector.ids().clear();
    try (StreamProducer<Integer> producer =
        StreamProducer.<Integer>builder(broker).defaultStore(store).build()) {
      producer.send("kept", 1, SendOptions.defaults().keep());
    }
    try (StreamConsumer<Integer> consumer =
        StreamConsumer.<Integer>builder(broker, "kept").fetchAhead(4).build()) {
      assertThat(consumer.objects()).containsExactly(1);
    }
    assertThat(connector.ids()).hasSize(1);
  }

  @Test
  void theLastObjectGoesWhenTheConsumerIsClosedAndThoseThatWereNotHandedOutStay() {
    try (StreamConsumer<Integer> consumer = consumer().fetchAhead(10).build()) {
      assertThat(consumer.next().object()).isZero();
      assertThat(consumer.next().object()).isOne();
    }
    assertThat(connector.ids()).hasSize(8);
  }

  @Test
  void aMissingObjectFailsWhereItIsResolvedAndNoOtherDoes() {
    String missing = connector.ids().iterator().next();
    connector.ids().remove(missing);
    int found = 0;
    try (StreamConsumer<Integer> consumer = consumer().fetchAhead(10).build()) {
      for (StreamItem<Integer> item : consumer) {
        if (item.proxy().toString().contains(missing)) {
          assertThatThrownBy(item::object).isInstanceOf(ProxyResolveException.class);
        } else {
          assertThat(item.object()).isNotNull();
          found++;
        }
      }
    }
    assertThat(found).isEqualTo(9);
  }

  @Test
  void bytesThatAreNoEventFailTheConsumerBehindWhatCameBefore() {
    broker
        .publisher()
        .publish(TOPIC, new EventBatch(UUID.randomUUID(), 0, List.of(new byte[] {1, 2, 3})));
    try (StreamConsumer<Integer> consumer = consumer().producers(2).fetchAhead(100).build()) {
      for (int i = 0; i < 10; i++) {
        assertThat(consumer.next().object()).isEqualTo(i);
      }
      assertThatThrownBy(consumer::next).isInstanceOf(EventException.class);
      assertThat(consumer.poll(Duration.ZERO)).isEmpty();
    }
  }

  @Test
  void aStoreThatIsAwayWhenObjectsAreToGoLosesNoItem() {
    List<Integer> objects = new ArrayList<>();
    try (StreamConsumer<Integer> consumer = consumer().fetchAhead(2).build()) {
      connector.isAway = true;
      assertThatThrownBy(() -> consumer.objects().forEach(objects::add))
          .isInstanceOf(ConnectorException.class);
      connector.isAway = false;
      consumer.objects().forEach(objects::add);
    }
    assertThat(objects).containsExactlyElementsOf(IntStream.range(0, 10).boxed().toList());
    assertThat(connector.ids()).isEmpty();
  }

  @Test
  void manyUsedObjectsAreEvictedBeforeFurtherOnesAreFetched() {
    send(200, SendOptions.defaults());
    try (StreamConsumer<Integer> consumer = consumer().producers(2).fetchAhead(10).build()) {
      List<Integer> objects = new ArrayList<>();
      connector.isAway = true;
      assertThatThrownBy(() -> consumer.objects().forEach(objects::add))
          .isInstanceOf(ConnectorException.class);
      assertThat(objects).hasSizeLessThan(100);
      connector.isAway = false;
      consumer.objects().forEach(objects::add);
      assertThat(objects).hasSize(210);
    }
    assertThat(connector.ids()).isEmpty();
  }

  @Test
  void aStoreThatIsAwayDoesNotKeepAConsumerOpen() {
    StreamConsumer<Integer> consumer = consumer().fetchAhead(10).build();
    consumer.next().object();
    connector.isAway = true;
    assertThatThrownBy(consumer::close).isInstanceOf(ConnectorException.class);
    connector.isAway = false;
    assertThat(consumer.iterator().hasNext()).isFalse();
  }
}
