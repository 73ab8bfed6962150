package dev.proxystore.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.SerializationException;
import dev.proxystore.serialize.Serializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StoreTest {
  private final CountingConnector connector = new CountingConnector();
  private final Store store =
      Store.builder(connector)
          .timeToLive(Duration.ofHours(2))
          .addSerializer(new ReversingSerializer())
          .build();

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void whatIsPutIsThereUntilItIsEvicted() {
    Key key = store.put("value");
    assertThat(store.exists(key)).isTrue();
    assertThat(store.get(key, String.class)).hasValue("value");
    store.evict(key);
    assertThat(store.exists(key)).isFalse();
    assertThat(store.get(key, String.class)).isEmpty();
    assertThatCode(() -> store.evict(key)).doesNotThrowAnyException();
  }

  @Test
  void theTypeOfTheObjectChoosesHowItIsWritten() {
    assertThat(store.put(new byte[] {1}).descriptor().encoding()).isEqualTo("bytes");
    assertThat(store.put("text").descriptor().encoding()).isEqualTo("utf8");
    assertThat(store.put(List.of(1)).descriptor().encoding()).isEqualTo("kryo");
  }

  @Test
  void bytesAreStoredAsTheyAre() {
    byte[] bytes = {1, 2, 3};
    assertThat(connector.get(store.put(bytes))).hasValue(bytes);
  }

  @Test
  void idsAreUnique() {
    assertThat(List.of(store.put(1), store.put(1), store.put(1)))
        .extracting(Key::id)
        .doesNotHaveDuplicates();
  }

  @Test
  void batchesKeepTheirOrder() {
    List<Key> keys = store.putBatch(List.of("a", 2, new byte[] {3}));
    store.evict(keys.get(1));
    List<Optional<Object>> values = store.getBatch(keys, Object.class);
    assertThat(values.get(0)).hasValue("a");
    assertThat(values.get(1)).isEmpty();
    assertThat(values.get(2)).hasValueSatisfying(v -> assertThat(v).isEqualTo(new byte[] {3}));
    assertThat(connector.batchGets).hasValue(1);
    assertThat(store.existing(keys)).containsExactlyInAnyOrder(keys.get(0), keys.get(2));
    store.evictBatch(keys);
    assertThat(store.existing(keys)).isEmpty();
  }

  @Test
  void aProxyResolvesToWhatWasPut() {
    assertThat(store.proxy("value").resolve()).isEqualTo("value");
    assertThat(store.<String>proxyFromKey(store.put("value")).resolve()).isEqualTo("value");
    assertThat(store.proxyBatch(List.of(1, 2, 3)))
        .extracting(Proxy::resolve)
        .containsExactly(1, 2, 3);
  }

  @Test
  void aProxyForOneUseRemovesItsObject() {
    Proxy<String> proxy = store.proxy("value", PutOptions.evictOnResolve());
    Proxy<String> copy = Proxy.of(proxy.factory());
    assertThat(proxy.resolve()).isEqualTo("value");
    assertThat(proxy.resolve()).as("kept by this instance").isEqualTo("value");
    assertThat(store.exists(key(proxy))).isFalse();
    assertThatThrownBy(copy::resolve).hasMessageContaining("has no object " + key(proxy).id());
  }

  @Test
  void aProxyForOneUseRemovesItsObjectAlsoIfItIsCached() {
    Proxy<String> proxy = store.proxy("value", PutOptions.evictOnResolve());
    assertThat(store.get(key(proxy), String.class)).isPresent();
    assertThat(store.isCached(key(proxy))).isTrue();
    assertThat(proxy.resolve()).isEqualTo("value");
    assertThat(store.isCached(key(proxy))).isFalse();
    assertThat(store.exists(key(proxy))).isFalse();
  }

  @Test
  void ofSeveralResolvesForOneUseOneIsAnsweredAlsoIfTheObjectIsCached() throws Exception {
    for (int round = 0; round < 200; round++) {
      Proxy<String> proxy = store.proxy("value", PutOptions.evictOnResolve());
      assertThat(store.get(key(proxy), String.class)).isPresent();
      List<CompletableFuture<String>> answers =
          IntStream.range(0, 4)
              .mapToObj(i -> Proxy.<String>of(proxy.factory()).resolveAsync())
              .toList();
      for (CompletableFuture<String> each : answers) {
        CompletableFuture<String> unused = each.exceptionally(e -> "").orTimeout(20, SECONDS);
        unused.join();
      }
      assertThat(answers.stream().filter(each -> !each.isCompletedExceptionally())).hasSize(1);
    }
  }

  @Test
  void theTimeToLiveIsTheStoresOrThatOfThePut() {
    Key usual = store.put("a");
    Key shorter = store.put("b", PutOptions.defaults().withTimeToLive(Duration.ofSeconds(9)));
    assertThat(connector.timesToLive)
        .containsEntry(usual.id(), Duration.ofHours(2))
        .containsEntry(shorter.id(), Duration.ofSeconds(9));
  }

  @Test
  void anObjectOfTheSameIdIsReplacedAlsoInTheCache() {
    PutOptions options = PutOptions.defaults().withId("one");
    assertThat(store.get(store.put("first", options), String.class)).hasValue("first");
    assertThat(store.get(store.put("second", options), String.class)).hasValue("second");
  }

  @Test
  void aSerializerCanBeChosenForOnePut() {
    PutOptions options = PutOptions.defaults().withSerializer(new ReversingSerializer());
    Key key = store.put("abc", options);
    assertThat(key.descriptor().encoding()).isEqualTo("reversed");
    assertThat(connector.get(key)).hasValue(new byte[] {'c', 'b', 'a'});
    assertThat(store.get(key, String.class)).hasValue("abc");
  }

  @Test
  void aSerializerThatTheStoreDoesNotHaveCanBeGivenToRead() {
    Key key = store.put("abc", PutOptions.defaults().withSerializer(new ReversingSerializer()));
    try (Store other = Store.builder(new CountingConnector(store.address())).build()) {
      assertThatThrownBy(() -> other.get(key, String.class))
          .isInstanceOf(SerializationException.class)
          .hasMessageContaining("written by the serializer 'reversed'")
          .hasMessageContaining("[bytes, kryo, utf8]");
      assertThat(other.get(key, String.class, new ReversingSerializer())).hasValue("abc");
    }
  }

  @Test
  void anotherSerializerCanTakeThePlaceOfKryo() {
    try (Store other =
        Store.builder(new CountingConnector()).serializer(new ReversingSerializer()).build()) {
      assertThatThrownBy(() -> other.put(1)).isInstanceOf(ClassCastException.class);
      assertThat(other.put("text").descriptor().encoding()).isEqualTo("utf8");
    }
  }

  @Test
  void theIdsOfTheRawSerializersAreTaken() {
    Serializer impostor = new ReversingSerializer("bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Store.builder("local:impostor").addSerializer(impostor).build())
        .withMessageContaining("'bytes'");
  }

  @Test
  void withoutChecksumsKeysCarryNone() {
    try (Store other = Store.builder(new CountingConnector()).withoutChecksums().build()) {
      assertThat(other.put("text").descriptor().crc32c()).isEmpty();
    }
    assertThat(store.put("text").descriptor().crc32c()).isPresent();
  }

  @Test
  void nullIsRefused() {
    assertThatNullPointerException().isThrownBy(() -> store.put(null));
    assertThatNullPointerException().isThrownBy(() -> store.proxy(null));
    assertThatNullPointerException()
        .isThrownBy(() -> store.putBatch(Arrays.asList(1, null)))
        .withMessageContaining("of the batch is null");
  }

  @Test
  void aBatchCannotShareOneId() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.putBatch(List.of(1), PutOptions.defaults().withId("x")))
        .withMessageContaining("'x'");
  }

  @Test
  void anObjectOfAnotherTypeIsRefusedWithBothTypes() {
    Key key = store.put("text");
    assertThatThrownBy(() -> store.get(key, byte[].class))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining(key.id())
        .hasMessageContaining(store.address().toString())
        .hasMessageContaining("expected to be a byte[], found a java.lang.String");
  }

  @Test
  void aStoreNamesItsObjectsIfItsConnectorCan() {
    List<String> ids = new ArrayList<>();
    try (Store listable = Store.open("local:listable")) {
      assertThat(listable.isListable()).isTrue();
      listable.put("text", PutOptions.defaults().withId("a1"));
      listable.put("text", PutOptions.defaults().withId("b1"));
      listable.list("a", ids::add);
    }
    assertThat(ids).containsExactly("a1");
    assertThat(store.isListable()).isFalse();
    assertThatThrownBy(() -> store.list("a", ids::add))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining(store.address() + " cannot say which objects it holds");
  }

  @Test
  void aClosedStoreRefusesWorkAndMayBeClosedAgain() {
    Key key = store.put("text");
    store.close();
    store.close();
    assertThat(connector.closes).hasValue(1);
    List<Runnable> uses =
        List.of(
            () -> store.put(1),
            () -> store.putBatch(List.of(1)),
            () -> store.get(key, String.class),
            () -> store.getBatch(List.of(key), String.class),
            () -> store.exists(key),
            () -> store.existing(List.of(key)),
            () -> store.evict(key),
            () -> store.evictBatch(List.of(key)),
            () -> store.isCached(key),
            () -> store.proxy("x"));
    assertThat(uses)
        .allSatisfy(
            use ->
                assertThatThrownBy(use::run)
                    .isInstanceOf(StoreClosedException.class)
                    .hasMessageContaining(store.address() + " is closed"));
  }

  private static Key key(Proxy<?> proxy) {
    return ((StoreFactory<?>) proxy.factory()).key();
  }
}
