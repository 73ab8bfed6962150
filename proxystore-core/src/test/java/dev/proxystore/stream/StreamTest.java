package dev.proxystore.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.store.InlineFactory;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.Metadata;
import dev.proxystore.stream.event.Subscription;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What users of streams rely on: order, filters, batches, ends, and that objects go. */
@Timeout(60)
final class StreamTest {
  private static final String TOPIC = "numbers";

  private final Broker broker = Brokers.open("local:stream-" + UUID.randomUUID());
  private final Store store = Store.open("local:objects-" + UUID.randomUUID());
  private final List<Proxy<?>> received = new ArrayList<>();

  @AfterEach
  void close() {
    broker.close();
    store.close();
  }

  private StreamProducerBuilder<Integer> producer() {
    return StreamProducer.builder(broker);
  }

  private StreamConsumerBuilder<Integer> consumer() {
    return StreamConsumer.builder(broker, TOPIC);
  }

  private static SendOptions numbered(int number) {
    return SendOptions.defaults().withMetadata(Metadata.of("number", number));
  }

  private static void send(StreamProducer<Integer> producer, int from, int to) {
    IntStream.range(from, to).forEach(i -> producer.send(TOPIC, i, numbered(i)));
  }

  private List<Integer> receiveAll(StreamConsumer<Integer> consumer) {
    List<Integer> objects = new ArrayList<>();
    for (StreamItem<Integer> item : consumer) {
      received.add(item.proxy());
      objects.add(item.object());
    }
    return objects;
  }

  private static List<Integer> numbers(int from, int to) {
    return IntStream.range(from, to).boxed().toList();
  }

  private void assertNothingIsLeft() {
    for (Proxy<?> each : received) {
      if (each.factory() instanceof StoreFactory<?> stored) {
        assertThat(store.exists(stored.key())).isFalse();
      }
    }
  }

  @ParameterizedTest
  @CsvSource({"1,true", "2,true", "3,true", "1,false", "2,false", "3,false"})
  void orderIsKeptForBatchSizes1And2And3WithAndWithoutAStore(int batchSize, boolean withStore) {
    StreamProducerBuilder<Integer> settings = producer().batchSize(batchSize);
    try (StreamProducer<Integer> producer =
        withStore ? settings.defaultStore(store).build() : settings.build()) {
      send(producer, 0, 10);
    }
    try (StreamConsumer<Integer> consumer = consumer().build()) {
      assertThat(receiveAll(consumer)).isEqualTo(numbers(0, 10));
      assertThat(consumer.isEnded()).isTrue();
    }
    assertThat(received)
        .allSatisfy(
            proxy ->
                assertThat(proxy.factory())
                    .isInstanceOf(withStore ? StoreFactory.class : InlineFactory.class));
    assertNothingIsLeft();
  }

  @Test
  void aDiscardedItemIsGoneUnfetchedIfItsProducerSaidThatItGoesWhenItIsUsed() {
    try (StreamProducer<Integer> producer = producer().defaultStore(store).build()) {
      producer.send(TOPIC, 1, SendOptions.defaults().evict());
      producer.send(TOPIC, 2, SendOptions.defaults().keep());
    }
    try (StreamConsumer<Integer> consumer = consumer().build()) {
      for (StreamItem<Integer> item : consumer) {
        received.add(item.proxy());
        item.discard();
        item.discard();
      }
    }
    assertThat(received)
        .noneMatch(Proxy::isResolved)
        .extracting(proxy -> store.exists(((StoreFactory<?>) proxy.factory()).key()))
        .containsExactly(false, true);
  }

  @Test
  void withAStoreItemsAreProxiesAndWithoutOneTheyAreObjects() {
    try (StreamProducer<Integer> producer =
        producer().defaultStore(store).withoutStore("plain").build()) {
      producer.send(TOPIC, 1);
      producer.send("plain", 2);
    }
    try (StreamConsumer<Integer> stored = consumer().build();
        StreamConsumer<Integer> plain = StreamConsumer.<Integer>builder(broker, "plain").build()) {
      assertThat(stored.next().proxy().factory()).isInstanceOf(StoreFactory.class);
      StreamItem<Integer> item = plain.next();
      assertThat(item.proxy().factory()).isInstanceOf(InlineFactory.class);
      assertThat(item.object()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"producer", "consumer"})
  void filteringOnEitherSidePassesTheSameItemsAndEveryEvictingObjectIsGoneEitherWay(String side) {
    Filter odd = metadata -> metadata.number("number").orElseThrow() % 2 == 1;
    UnaryOperator<StreamProducerBuilder<Integer>> sending =
        builder -> side.equals("producer") ? builder.filter(odd) : builder;
    List<Proxy<Integer>> all = new ArrayList<>();
    try (StreamProducer<Integer> producer = sending.apply(producer().defaultStore(store)).build()) {
      for (int i = 0; i < 10; i++) {
        Proxy<Integer> proxy = store.proxy(i, SendOptions.defaults().put());
        all.add(proxy);
        producer.sendProxy(TOPIC, proxy, numbered(i));
      }
    }
    try (StreamConsumer<Integer> consumer =
        (side.equals("consumer") ? consumer().filter(odd) : consumer()).build()) {
      assertThat(receiveAll(consumer)).containsExactly(0, 2, 4, 6, 8);
    }
    assertThat(all)
        .noneSatisfy(
            proxy -> assertThat(store.exists(((StoreFactory<?>) proxy.factory()).key())).isTrue());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4})
  void anAggregatorGivesAnItemForEachBatchRoundedUpAndKeepsTotals(int batchSize) {
    Aggregator<Integer> sum = batch -> batch.stream().mapToInt(each -> each).sum();
    try (StreamProducer<Integer> producer =
        producer().defaultStore(store).batchSize(batchSize).aggregator(sum).build()) {
      send(producer, 0, 10);
    }
    try (StreamConsumer<Integer> consumer = consumer().build()) {
      List<Integer> sums = receiveAll(consumer);
      assertThat(sums).hasSize((10 + batchSize - 1) / batchSize);
      assertThat(sums.stream().mapToInt(each -> each).sum()).isEqualTo(45);
    }
    assertNothingIsLeft();
  }

  @Test
  void metadataOfAnAggregateAreThoseOfAll() {
    try (StreamProducer<Integer> producer =
        producer().batchSize(2).aggregator(batch -> batch.get(0)).build()) {
      producer.send(TOPIC, 1, SendOptions.defaults().withMetadata(Metadata.of("a", "one")));
      producer.send(TOPIC, 2, SendOptions.defaults().withMetadata(Metadata.of("b", 2)));
    }
    try (StreamConsumer<Integer> consumer = consumer().build()) {
      assertThat(consumer.next().metadata()).isEqualTo(Metadata.of("a", "one").with("b", 2));
    }
  }

  @Test
  void takingTheObjectEvictsItIfAndOnlyIfTheProducerSaidEvict() {
    try (StreamProducer<Integer> producer = producer().defaultStore(store).batchSize(2).build()) {
      producer.send(TOPIC, 1, SendOptions.defaults().evict());
      producer.send(TOPIC, 2, SendOptions.defaults().keep());
    }
    try (StreamConsumer<Integer> consumer = consumer().build()) {
      assertThat(receiveAll(consumer)).containsExactly(1, 2);
    }
    assertThat(received)
        .extracting(proxy -> store.exists(((StoreFactory<?>) proxy.factory()).key()))
        .containsExactly(false, true);
  }

  @Test
  void aMissingObjectIsAClearError() {
    try (StreamProducer<Integer> producer = producer().defaultStore(store).build()) {
      producer.send(TOPIC, 1);
    }
    try (StreamConsumer<Integer> consumer = consumer().build()) {
      StreamItem<Integer> item = consumer.next();
      StoreFactory<?> stored = (StoreFactory<?>) item.proxy().factory();
      store.evict(stored.key());
      assertThatThrownBy(item::object)
          .isInstanceOf(ProxyResolveException.class)
          .hasMessageContaining(stored.key().id())
          .hasMessageContaining(store.address().toString());
    }
  }

  @Test
  void mixedBatchesKeepOrder() {
    try (StreamProducer<Integer> producer = producer().defaultStore(store).batchSize(4).build()) {
      producer.send(TOPIC, 0, SendOptions.defaults().evict());
      producer.send(TOPIC, 1, SendOptions.defaults().keep());
      producer.sendProxy(TOPIC, store.proxy(2), SendOptions.defaults());
      producer.send(TOPIC, 3, SendOptions.defaults().evict());
    }
    try (StreamConsumer<Integer> consumer = consumer().build()) {
      assertThat(receiveAll(consumer)).containsExactly(0, 1, 2, 3);
    }
  }

  @Test
  void closingWithoutAFlushDoesNotLoseAnIncompleteBatch() {
    try (StreamProducer<Integer> producer = producer().batchSize(100).build()) {
      send(producer, 0, 3);
    }
    try (StreamConsumer<Integer> consumer = consumer().build()) {
      assertThat(receiveAll(consumer)).containsExactly(0, 1, 2);
    }
  }

  @Test
  void flushingSendsAnIncompleteBatchOfOneTopicOrOfAll() {
    try (StreamProducer<Integer> producer = producer().batchSize(100).build();
        StreamConsumer<Integer> consumer = consumer().build();
        StreamConsumer<Integer> other = StreamConsumer.<Integer>builder(broker, "other").build()) {
      producer.send(TOPIC, 1);
      producer.send("other", 2);
      assertThat(consumer.poll(Duration.ofMillis(20))).isEmpty();
      producer.flushTopic(TOPIC);
      assertThat(consumer.next().object()).isEqualTo(1);
      assertThat(other.poll(Duration.ofMillis(20))).isEmpty();
      producer.flush();
      assertThat(other.next().object()).isEqualTo(2);
    }
  }

  @Test
  void aClosedTopicDoesNotRepeatItsEndOfStreamOnLaterFlushes() {
    try (StreamProducer<Integer> producer = producer().build()) {
      producer.send(TOPIC, 1);
      producer.closeTopics(TOPIC);
      producer.flush();
      producer.closeTopics(TOPIC);
      producer.send("other", 2);
    }
    try (var subscriber = broker.subscriber(Subscription.to(TOPIC))) {
      assertThat(subscriber.poll(10, Duration.ofSeconds(1))).hasSize(1);
      assertThat(subscriber.poll(10, Duration.ofSeconds(1))).as("one end").hasSize(1);
      assertThat(subscriber.poll(10, Duration.ofMillis(50))).isEmpty();
    }
  }

  @Test
  void aTopicOfWhichAllWasLeftOutEndsAndIsClosedLikeAnyOther() {
    StreamProducer<Integer> producer =
        StreamProducer.<Integer>builder(broker).filter(metadata -> true).build();
    producer.send(TOPIC, 1);
    producer.closeTopics(TOPIC);
    assertThatThrownBy(() -> producer.send(TOPIC, 2)).isInstanceOf(TopicClosedException.class);
    producer.send("other", 1);
    producer.close();
    try (StreamConsumer<Integer> consumer =
        StreamConsumer.<Integer>builder(broker, "other").build()) {
      assertThat(consumer.objects()).isEmpty();
    }
  }

  @Test
  void sendingToAClosedTopicIsAnErrorOfItsOwn() {
    StreamProducer<Integer> producer = producer().filter(metadata -> false).build();
    producer.closeTopics(TOPIC);
    assertThatThrownBy(() -> producer.send(TOPIC, 1))
        .isInstanceOf(TopicClosedException.class)
        .hasMessageContaining(TOPIC);
    producer.close();
    producer.close();
    assertThatThrownBy(() -> producer.send("other", 1)).isInstanceOf(TopicClosedException.class);
  }

  @Test
  void aConsumerDoesNotStopAtTheFirstOfSeveralProducersEnds() {
    StreamProducer<Integer> first = producer().build();
    StreamProducer<Integer> second = producer().build();
    first.send(TOPIC, 1);
    second.send(TOPIC, 2);
    first.close();
    try (StreamConsumer<Integer> consumer = consumer().build()) {
      assertThat(List.of(consumer.next().object(), consumer.next().object())).contains(1, 2);
      assertThat(consumer.poll(Duration.ofMillis(50))).isEmpty();
      assertThat(consumer.isEnded()).isFalse();
      second.send(TOPIC, 3);
      second.close();
      assertThat(consumer.next().object()).isEqualTo(3);
      assertThat(consumer.iterator().hasNext()).isFalse();
    }
  }

  @Test
  void aStreamWaitsForTheNumberOfProducersThatItWasTold() {
    producer().build().closeTopics(TOPIC);
    try (StreamConsumer<Integer> consumer = consumer().producers(2).build()) {
      assertThat(consumer.poll(Duration.ofMillis(50))).isEmpty();
      assertThat(consumer.isEnded()).isFalse();
      producer().build().closeTopics(TOPIC);
      assertThat(consumer.poll(Duration.ofSeconds(5))).isEmpty();
      assertThat(consumer.isEnded()).isTrue();
    }
  }

  @Test
  void twoProducersWithDifferentStoresOnOneTopicWork() {
    try (Store other = Store.open("local:other-" + UUID.randomUUID());
        StreamProducer<Integer> one = producer().defaultStore(store).build();
        StreamProducer<Integer> two = producer().defaultStore(other).build();
        StreamConsumer<Integer> consumer = consumer().build()) {
      one.send(TOPIC, 1);
      two.send(TOPIC, 2);
      assertThat(consumer.next().object()).isEqualTo(1);
      assertThat(consumer.next().object()).isEqualTo(2);
    }
  }

  @Test
  void objectsProxiesAndStreamsAreThreeWaysToIterate() {
    try (StreamProducer<Integer> producer = producer().defaultStore(store).build()) {
      send(producer, 0, 4);
    }
    try (StreamConsumer<Integer> consumer = consumer().build()) {
      assertThat(consumer.objects().iterator().next()).isZero();
      assertThat(consumer.proxies().iterator().next().resolve()).isEqualTo(1);
      assertThat(consumer.stream().map(StreamItem::object)).containsExactly(2, 3);
    }
  }

  @Test
  void closingEndsAConsumerThatWaits() throws Exception {
    StreamConsumer<Integer> consumer = consumer().build();
    var waiting = CompletableFuture.supplyAsync(consumer.iterator()::hasNext);
    consumer.close();
    consumer.close();
    assertThat(waiting.get(10, TimeUnit.SECONDS)).isFalse();
    assertThat(consumer.poll(Duration.ZERO)).isEqualTo(Optional.empty());
  }

  @Test
  void theSecondCopyOfAnEvictingProxySaysWhyItCannotResolve() {
    try (StreamProducer<Integer> producer = producer().defaultStore(store).build()) {
      producer.send(TOPIC, 1);
    }
    try (StreamConsumer<Integer> consumer = consumer().build()) {
      Proxy<Integer> first = consumer.next().proxy();
      Proxy<Integer> copy = Proxy.of(first.factory());
      assertThat(first.resolve()).isEqualTo(1);
      assertThatThrownBy(copy::resolve).hasMessageContaining("It was evicted");
    }
  }

  @Test
  void anObjectForSeveralConsumersIsKept() {
    try (StreamProducer<Integer> producer = producer().defaultStore(store).build()) {
      producer.send(TOPIC, 1, SendOptions.defaults().keep());
    }
    try (StreamConsumer<Integer> consumer = consumer().build()) {
      Proxy<Integer> first = consumer.next().proxy();
      assertThat(first.resolve()).isEqualTo(1);
      assertThat(Proxy.of(first.factory()).resolve()).isEqualTo(1);
    }
  }

  @Test
  void aSamplingFilterKeepsItsShare() {
    SamplingFilter tenth = new SamplingFilter(0.1, new Random(42));
    long kept = IntStream.range(0, 10_000).filter(i -> !tenth.drops(Metadata.empty())).count();
    assertThat(kept).isBetween(900L, 1100L);
    assertThat(new SamplingFilter(1).drops(Metadata.empty())).isFalse();
    assertThat(new SamplingFilter(0).drops(Metadata.empty())).isTrue();
    assertThatThrownBy(() -> new SamplingFilter(1.5)).hasMessageContaining("found 1.5");
  }
}
