package dev.proxystore.stream;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.proxystore.store.Store;
import dev.proxystore.store.payload.EncryptionKeys;
import dev.proxystore.store.payload.KeyProvider;
import dev.proxystore.store.payload.TestKeys;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Brokers;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an encrypting store's producer sends is in no event in plain text. */
@Timeout(60)
final class EncryptedStreamTest {
  private static final String SECRET = "hunter2";

  private final Broker broker = Brokers.open("local:stream-" + UUID.randomUUID());
  private final Store store =
      Store.builder("local:objects-" + UUID.randomUUID())
          .encryption(KeyProvider.of(EncryptionKeys.of(TestKeys.keyset(3))))
          .build();

  @AfterEach
  void close() {
    broker.close();
    store.close();
  }

  @Test
  void objectsLieInTheStoreHoweverSmallTheyAre() {
    try (StreamProducer<String> producer =
        StreamProducer.<String>builder(broker).defaultStore(store).build()) {
      producer.send("words", SECRET);
      try (Subscriber events = broker.subscriber(Subscription.to("words"))) {
        assertThat(events.poll(10, Duration.ofSeconds(10)))
            .isNotEmpty()
            .noneMatch(each -> new String(each.frame(), ISO_8859_1).contains(SECRET));
      }
      producer.send("words", SECRET);
      try (StreamConsumer<String> consumer =
          StreamConsumer.<String>builder(broker, "words").build()) {
        assertThat(consumer.iterator().next().object()).isEqualTo(SECRET);
      }
    }
  }

  @Test
  void aTopicWithoutAStoreIsRefusedBesideAStoreThatEncrypts() {
    try (StreamProducer<String> producer =
            StreamProducer.<String>builder(broker)
                .defaultStore(store)
                .withoutStore("bare")
                .build();
        StreamProducer<String> other =
            StreamProducer.<String>builder(broker).store("words", store).build()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> producer.send("bare", SECRET))
          .withMessageContaining("'bare'")
          .withMessageContaining(store.address().toString())
          .withMessageContaining("plain text");
      assertThatIllegalArgumentException().isThrownBy(() -> other.send("bare", SECRET));
      other.send("words", SECRET);
    }
  }
}
