package dev.proxystore.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.serialize.Descriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every connector must do. A connector's proof is a class that extends this one and says how
 * to open a connector.
 */
public abstract class ConnectorContract {
  private static final Duration SHORT_LIFE = Duration.ofMillis(300);

  private Connector connector;

  /** A connector to the same store each time; the kit closes what it opens. */
  protected abstract Connector open();

  /** A size, in bytes, of objects that the connector splits; by default ones of some chunks. */
  protected int largeSize() {
    return 5 * (1 << 20) + 12345;
  }

  @BeforeEach
  final void openConnector() {
    connector = open();
  }

  @AfterEach
  final void closeConnector() {
    connector.close();
  }

  /** A new key for these bytes. */
  protected final Key keyOf(byte[] bytes) {
    return new Key(connector.newId(UUID.randomUUID().toString()), Descriptor.of("bytes", bytes));
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  protected static byte[] randomBytes(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  private Key put(byte[] bytes) {
    Key key = keyOf(bytes);
    connector.put(key, bytes, Connector.UNLIMITED);
    return key;
  }

  @Nested
  @DisplayName("What was put")
  class Put {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1024, 1 << 16, (1 << 20) - 1, 1 << 20, (1 << 20) + 1})
    void comesBackAsItWas(int size) {
      byte[] bytes = randomBytes(size);
      assertThat(connector.get(put(bytes))).hasValue(bytes);
    }

    @Test
    void comesBackAsItWasWhenItIsLarge() {
      byte[] bytes = randomBytes(largeSize());
      Key key = put(bytes);
      assertThat(connector.get(key).orElseThrow()).isEqualTo(bytes);
      assertThat(connector.exists(key)).isTrue();
    }

    @Test
    void isSeenByAnotherConnectorOfTheSameAddress() {
      Key key = put(bytes("shared"));
      try (Connector other = open()) {
        assertThat(other.address()).isEqualTo(connector.address());
        assertThat(other.get(key)).hasValue(bytes("shared"));
      }
    }

    @Test
    void isReplacedByALaterPutOfTheSameId() {
      Key first = put(bytes("first"));
      Key second = new Key(first.id(), Descriptor.of("bytes", bytes("the second")));
      connector.put(second, bytes("the second"), Connector.UNLIMITED);
      assertThat(connector.get(second)).hasValue(bytes("the second"));
    }

    @Test
    void doesNotChangeWithTheArrayThatWasPassed() {
      byte[] bytes = bytes("before");
      Key key = put(bytes);
      bytes[0] = 'X';
      assertThat(connector.get(key)).hasValue(bytes("before"));
    }

    @Test
    void doesNotChangeWithTheArrayThatWasReturned() {
      Key key = put(bytes("before"));
      connector.get(key).orElseThrow()[0] = 'X';
      assertThat(connector.get(key)).hasValue(bytes("before"));
    }

    @Test
    void isFoundUnderAnyId() {
      for (String id :
          List.of(
              "a/b",
              "../x",
              "..",
              ".",
              "a b",
              "ü-λ-猫",
              "%41",
              "a:b@c{d}",
              "x#y?z",
              "猫".repeat(400))) {
        Key key = new Key(connector.newId(id), Descriptor.of("bytes", bytes(id)));
        connector.put(key, bytes(id), Connector.UNLIMITED);
        assertThat(connector.get(key)).as(id).hasValue(bytes(id));
        connector.evict(key);
        assertThat(connector.exists(key)).as(id).isFalse();
      }
    }
  }

  @Nested
  @DisplayName("A missing object")
  class Missing {
    private final Key missing =
        new Key("missing-" + UUID.randomUUID(), Descriptor.of("bytes", new byte[9]));
    private final Key missingLarge =
        new Key(
            "missing-" + UUID.randomUUID(), new Descriptor("bytes", 3 << 20, OptionalInt.empty()));

    @Test
    void isAnEmptyAnswer() {
      assertThat(connector.get(missing)).isEmpty();
      assertThat(connector.get(missingLarge)).isEmpty();
    }

    @Test
    void cannotBeTaken() {
      assertThat(connector.take(missing)).isEmpty();
      assertThat(connector.take(missingLarge)).isEmpty();
    }

    @Test
    void doesNotExist() {
      assertThat(connector.exists(missing)).isFalse();
      assertThat(connector.existing(List.of(missing, missingLarge))).isEmpty();
    }

    @Test
    void canBeEvictedWithoutAnError() {
      assertThatCode(() -> connector.evict(missing)).doesNotThrowAnyException();
      assertThatCode(() -> connector.evictBatch(List.of(missing, missingLarge)))
          .doesNotThrowAnyException();
    }
  }

  @Nested
  @DisplayName("Evicting")
  class Evict {
    @Test
    void removesTheObject() {
      Key key = put(bytes("gone"));
      connector.evict(key);
      assertThat(connector.get(key)).isEmpty();
      assertThat(connector.exists(key)).isFalse();
    }

    @Test
    void removesAllOfALargeObject() {
      Key key = put(randomBytes(largeSize()));
      connector.evict(key);
      assertThat(connector.get(key)).isEmpty();
      assertThat(connector.exists(key)).isFalse();
    }

    @Test
    void removesABatch() {
      Key small = put(bytes("small"));
      Key large = put(randomBytes(largeSize()));
      Key kept = put(bytes("kept"));
      connector.evictBatch(List.of(small, large));
      assertThat(connector.existing(List.of(small, large, kept))).containsExactly(kept);
    }
  }

  @Nested
  @DisplayName("Taking")
  class Take {
    @Test
    void givesTheObjectAndRemovesIt() {
      Key key = put(bytes("once"));
      assertThat(connector.take(key)).hasValue(bytes("once"));
      assertThat(connector.exists(key)).isFalse();
      assertThat(connector.take(key)).isEmpty();
    }

    @Test
    void givesALargeObjectAndRemovesAllOfIt() {
      byte[] bytes = randomBytes(largeSize());
      Key key = put(bytes);
      assertThat(connector.take(key).orElseThrow()).isEqualTo(bytes);
      assertThat(connector.exists(key)).isFalse();
    }

    @Test
    void givesASmallObjectToOneOfManyCallers() throws Exception {
      Key key = put(bytes("for one"));
      List<Optional<byte[]>> answers = together(8, () -> connector.take(key));
      assertThat(answers.stream().filter(Optional::isPresent)).hasSize(1);
    }
  }

  @Nested
  @DisplayName("A batch")
  class Batch {
    @Test
    void keepsItsOrder() {
      List<byte[]> values = new ArrayList<>();
      IntStream.range(0, 50).forEach(i -> values.add(bytes("value " + i)));
      values.add(randomBytes(largeSize()));
      Map<Key, byte[]> objects = new LinkedHashMap<>();
      values.forEach(value -> objects.put(keyOf(value), value));
      connector.putBatch(objects, Connector.UNLIMITED);

      List<Key> keys = List.copyOf(objects.keySet());
      List<Optional<byte[]>> answers = connector.getBatch(keys);
      assertThat(answers).hasSize(values.size());
      for (int i = 0; i < values.size(); i++) {
        assertThat(answers.get(i)).hasValue(values.get(i));
      }
      assertThat(connector.existing(keys)).hasSize(values.size());
    }

    @Test
    void hasAnEmptyAnswerInThePlaceOfAMissingObject() {
      Key first = put(bytes("first"));
      Key missing = keyOf(bytes("missing"));
      Key last = put(bytes("last"));
      List<Optional<byte[]>> answers = connector.getBatch(List.of(first, missing, last));
      assertThat(answers.get(0)).hasValue(bytes("first"));
      assertThat(answers.get(1)).isEmpty();
      assertThat(answers.get(2)).hasValue(bytes("last"));
    }

    @Test
    void mayBeEmpty() {
      connector.putBatch(Map.of(), Connector.UNLIMITED);
      assertThat(connector.getBatch(List.of())).isEmpty();
      assertThat(connector.existing(List.of())).isEmpty();
      connector.evictBatch(List.of());
    }
  }

  @Nested
  @DisplayName("A time to live")
  class TimeToLive {
    @Test
    void removesTheObjectWhenItIsOver() {
      Key key = keyOf(bytes("short"));
      connector.put(key, bytes("short"), SHORT_LIFE);
      await().atMost(Duration.ofSeconds(10)).until(() -> connector.get(key).isEmpty());
      assertThat(connector.exists(key)).isFalse();
      assertThat(connector.take(key)).isEmpty();
    }

    @Test
    void removesALargeObjectWhenItIsOver() {
      byte[] bytes = randomBytes(largeSize());
      Key key = keyOf(bytes);
      connector.put(key, bytes, SHORT_LIFE);
      await().atMost(Duration.ofSeconds(10)).until(() -> connector.get(key).isEmpty());
    }

    @Test
    void holdsForEachObjectOfABatch() {
      Key key = keyOf(bytes("short"));
      connector.putBatch(Map.of(key, bytes("short")), SHORT_LIFE);
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> connector.existing(List.of(key)).isEmpty());
    }

    @Test
    void isLiftedByALaterPutWithoutOne() {
      Key key = keyOf(bytes("stays"));
      connector.put(key, bytes("stays"), SHORT_LIFE);
      connector.put(key, bytes("stays"), Connector.UNLIMITED);
      await()
          .during(SHORT_LIFE.multipliedBy(3))
          .atMost(Duration.ofSeconds(10))
          .until(() -> connector.get(key).isPresent());
    }

    @Test
    void longEnoughDoesNotRemoveTheObject() {
      Key key = keyOf(bytes("long"));
      connector.put(key, bytes("long"), Duration.ofHours(1));
      assertThat(connector.get(key)).hasValue(bytes("long"));
    }
  }

  @Nested
  @DisplayName("A list, where there is one,")
  class Listing {
    private final String prefix = "list%_*?[" + UUID.randomUUID() + ".";

    private Key put(String id, byte[] bytes) {
      Key key = new Key(connector.newId(id), Descriptor.of("bytes", bytes));
      connector.put(key, bytes, Connector.UNLIMITED);
      return key;
    }

    private Set<String> listed(String prefix) {
      Set<String> ids = new HashSet<>();
      assumeThat(connector).isInstanceOf(ListableConnector.class);
      ((ListableConnector) connector).list(prefix, ids::add);
      return ids;
    }

    @Test
    void namesWhatBeginsWithThePrefixAndNothingElse() {
      Set<String> ids = new HashSet<>();
      IntStream.range(0, 30)
          .forEach(i -> ids.add(put(prefix + i + "/ü", bytes("object " + i)).id()));
      put("list" + prefix, bytes("other"));
      put(prefix.replace('_', 'x'), bytes("other"));
      assertThat(listed(prefix)).isEqualTo(ids);
    }

    @Test
    void namesALargeObjectOnceAndNoneOfItsParts() {
      Key large = put(prefix + "large", randomBytes(largeSize()));
      assertThat(listed(prefix)).containsExactly(large.id());
      assertThat(listed("")).contains(large.id()).noneMatch(id -> id.startsWith("chunk-"));
    }

    @Test
    void leavesOutWhatWasEvicted() {
      Key gone = put(prefix + "gone", bytes("gone"));
      Key stays = put(prefix + "stays", bytes("stays"));
      connector.evict(gone);
      assertThat(listed(prefix)).containsExactly(stays.id());
    }
  }

  @Nested
  @DisplayName("A connector")
  class Use {
    @Test
    void isOpenedAnewFromItsAddressAndOptions() {
      Key key = put(bytes("config"));
      try (Connector twin =
          Connectors.open(connector.address(), ConnectorOptions.of(connector.options()))) {
        assertThat(twin.get(key)).hasValue(bytes("config"));
        assertThat(twin.options()).isEqualTo(connector.options());
      }
    }

    @Test
    void servesManyThreadsAtTheSameTime() throws Exception {
      List<Boolean> answers =
          together(
              8,
              () ->
                  IntStream.range(0, 20)
                      .allMatch(
                          i -> {
                            byte[] bytes = randomBytes(1000 + i);
                            return connector
                                .get(put(bytes))
                                .filter(b -> b.length == bytes.length)
                                .isPresent();
                          }));
      assertThat(answers).hasSize(8).containsOnly(true);
    }

    @Test
    void canBeClosedTwice() {
      Connector other = open();
      other.close();
      assertThatCode(other::close).doesNotThrowAnyException();
    }

    @Test
    void keepsItsObjectsWhenAnotherOneIsClosed() {
      Key key = put(bytes("stays"));
      open().close();
      assertThat(connector.get(key)).hasValue(bytes("stays"));
    }
  }

  private static <T> List<T> together(int threads, Callable<T> work) throws Exception {
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    CountDownLatch start = new CountDownLatch(1);
    try {
      List<Future<T>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        running.add(
            pool.submit(
                () -> {
                  start.await();
                  return work.call();
                }));
      }
      start.countDown();
      List<T> answers = new ArrayList<>();
      for (Future<T> each : running) {
        answers.add(each.get(60, TimeUnit.SECONDS));
      }
      return answers;
    } finally {
      pool.shutdownNow();
    }
  }
}
