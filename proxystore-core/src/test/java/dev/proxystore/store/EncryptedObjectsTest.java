package dev.proxystore.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.KeysetHandle;
import dev.proxystore.connector.Connector;
import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.serialize.Packing;
import dev.proxystore.store.future.FutureFailedException;
import dev.proxystore.store.future.ProxyFuture;
import dev.proxystore.store.payload.Compression;
import dev.proxystore.store.payload.EncryptionKeys;
import dev.proxystore.store.payload.KeyProvider;
import dev.proxystore.store.payload.PayloadException;
import dev.proxystore.store.payload.TestKeys;
import dev.proxystore.store.payload.WrongKeyException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What an encrypting store writes, and that nobody can pass off anything else as it. */
final class EncryptedObjectsTest {
  private static final String SECRET = "the launch code is 00000000\n".repeat(100);
  private static final KeysetHandle KEYSET = TestKeys.keyset(11, -12);

  private final CountingConnector connector = new CountingConnector();
  private final Store store = open(KEYSET, Compression.NONE);
  private final List<Store> more = new ArrayList<>();

  @AfterEach
  void closeStores() {
    store.close();
    more.forEach(Store::close);
  }

  private Store open(KeysetHandle keyset, Compression compression) {
    return Store.builder(connector)
        .withoutCache()
        .compression(compression)
        .encryption(KeyProvider.of(EncryptionKeys.of(keyset)))
        .build();
  }

  private byte[] stored(Key key) {
    return connector.get(key).orElseThrow();
  }

  private static String text(byte[] bytes) {
    return new String(bytes, ISO_8859_1);
  }

  @Test
  void anyObjectComesBackAndNothingOfItLiesInTheSystem() {
    for (Object value : List.of(SECRET, SECRET.getBytes(UTF_8), Map.of("a", SECRET), "")) {
      Key key = store.put(value);
      assertThat(key.descriptor().packing().keyId()).hasValue(11);
      assertThat(text(stored(key))).doesNotContain("launch");
      assertThat(key.length()).isEqualTo(stored(key).length);
      assertThat(store.get(key, Object.class)).hasValue(value);
      assertThat(store.getBatch(List.of(key), Object.class).get(0)).hasValue(value);
      assertThat(Proxy.fromUri(store.proxyFromKey(key).toUri(), Object.class).resolve())
          .isEqualTo(value);
    }
    List<Key> batch = store.putBatch(List.of(SECRET, 7));
    assertThat(batch).allMatch(key -> key.descriptor().packing().keyId().isPresent());
    assertThat(store.getBatch(batch, Object.class).get(0)).hasValue(SECRET);
  }

  @Test
  void objectsAreCompressedFirst() {
    Store compressing = open(KEYSET, Compression.LZ4);
    more.add(compressing);
    Key key = compressing.put(SECRET);
    assertThat(key.descriptor().packing())
        .isEqualTo(Packing.compressed("lz4", SECRET.length()).encryptedBy(11));
    assertThat(key.length()).isLessThan(SECRET.length() / 4);
    assertThat(store.get(key, String.class)).hasValue(SECRET);
  }

  @Test
  void theSameObjectIsEncryptedAnewEachTime() {
    assertThat(stored(store.put(SECRET))).isNotEqualTo(stored(store.put(SECRET)));
  }

  @Test
  void theBytesOfAnotherObjectAreRefusedAlthoughTheyAreOfTheSameKey() {
    Key mine = store.put("mine");
    Key other = store.put("your");
    connector.put(mine, stored(other), Connector.UNLIMITED);
    Key unchecked = new Key(mine.id(), unchecked(mine.descriptor()));
    assertThatThrownBy(() -> store.get(unchecked, String.class))
        .isInstanceOf(WrongKeyException.class)
        .hasMessageContaining(mine.id())
        .hasMessageContaining("the key 11");
  }

  private static Descriptor unchecked(Descriptor of) {
    return new Descriptor(of.encoding(), of.length(), OptionalInt.empty(), of.packing());
  }

  @Test
  void noBitOfWhatIsStoredCanBeChanged() {
    Key key = store.put("mine");
    Key unchecked = new Key(key.id(), unchecked(key.descriptor()));
    byte[] intact = stored(key);
    for (int i = 0; i < intact.length; i++) {
      byte[] altered = intact.clone();
      altered[i] ^= 1;
      connector.put(key, altered, Connector.UNLIMITED);
      assertThatThrownBy(() -> store.get(unchecked, String.class))
          .isInstanceOf(WrongKeyException.class);
    }
    for (int length : List.of(0, 1, 5, 20, 33)) {
      connector.put(key, Arrays.copyOf(intact, length), Connector.UNLIMITED);
      Descriptor cut = Descriptor.unchecked("utf8", new byte[length]);
      Key shorter = new Key(key.id(), cut.packedAs(key.descriptor().packing()));
      assertThatThrownBy(() -> store.get(shorter, String.class))
          .isInstanceOf(WrongKeyException.class);
    }
  }

  @Test
  void howItIsReadCannotBeChangedEither() {
    Store compressing = open(KEYSET, Compression.LZ4);
    more.add(compressing);
    Key key = compressing.put(SECRET);
    Descriptor is = key.descriptor();
    for (Descriptor other :
        List.of(
            new Descriptor("bytes", is.length(), is.crc32c(), is.packing()),
            is.packedAs(Packing.compressed("lz4", SECRET.length() + 1).encryptedBy(11)),
            is.packedAs(Packing.compressed("zstd", SECRET.length()).encryptedBy(11)),
            is.packedAs(Packing.none().encryptedBy(11)),
            is.packedAs(is.packing().encryptedBy(-12)))) {
      assertThatThrownBy(() -> store.get(new Key(key.id(), other), Object.class))
          .isInstanceOf(WrongKeyException.class);
    }
  }

  @Test
  void anUnreadableObjectThatWasTakenIsPutBack() {
    Proxy<String> proxy = store.proxy("mine", PutOptions.evictOnResolve());
    Key key = ((StoreFactory<?>) proxy.factory()).key();
    byte[] intact = stored(key);
    Key unchecked = new Key(key.id(), unchecked(key.descriptor()));
    byte[] altered = intact.clone();
    altered[30] ^= 1;
    connector.put(key, altered, Connector.UNLIMITED);
    assertThatThrownBy(() -> store.<String>proxyFromKey(unchecked, OnResolve.EVICT).resolve())
        .isInstanceOf(ProxyResolveException.class)
        .hasCauseInstanceOf(WrongKeyException.class);
    assertThat(stored(key)).isEqualTo(altered);
    connector.put(key, intact, Connector.UNLIMITED);
    assertThat(proxy.resolve()).isEqualTo("mine");
    assertThat(store.exists(key)).isFalse();
  }

  @Test
  void whatIsPutAsWrittenIsNeitherCompressedNorEncrypted() {
    Key key = store.put("no secret", PutOptions.defaults().storedAsWritten());
    assertThat(text(stored(key))).isEqualTo("no secret");
    assertThat(store.get(key, String.class)).hasValue("no secret");
  }

  @Test
  void futuresAreEncryptedAndSoAreTheirFailures() {
    try (Store futures =
        Store.builder("local:secret-futures")
            .encryption(KeyProvider.of(EncryptionKeys.of(KEYSET)))
            .build()) {
      ProxyFuture<String> future = futures.future();
      future.complete(SECRET);
      assertThat(future.proxy().resolve()).isEqualTo(SECRET);
      ProxyFuture<String> failing = futures.future();
      failing.completeExceptionally(new IllegalStateException("launch failed"));
      assertThatThrownBy(failing.proxy()::resolve)
          .isInstanceOfSatisfying(
              FutureFailedException.class,
              e -> assertThat(e.failureMessage()).isEqualTo("launch failed"));
      try (var raw = dev.proxystore.connector.local.LocalConnector.of("secret-futures")) {
        byte[] object = raw.get(future.key()).orElseThrow();
        byte[] failure = raw.get(failing.key()).orElseThrow();
        assertThat(text(object)).doesNotContain("launch");
        assertThat(text(failure)).doesNotContain("launch").doesNotContain("IllegalState");

        ProxyFuture<String> swapped = futures.future();
        raw.put(swapped.key(), object, Connector.UNLIMITED);
        assertThatThrownBy(swapped.proxy()::resolve)
            .hasCauseInstanceOf(WrongKeyException.class)
            .isInstanceOf(ProxyResolveException.class);
        failure[1] &= ~1; // a failure that is passed off as an object
        raw.put(failing.key(), failure, Connector.UNLIMITED);
        assertThatThrownBy(failing.proxy()::resolve).hasCauseInstanceOf(WrongKeyException.class);
      }
    }
  }

  @Test
  void aFutureInPlainTextIsRefusedByAStoreThatEncryptsAndStaysWhereItIs() {
    try (Store plain = Store.builder("local:mixed-futures").withoutCache().build();
        Store encrypting =
            Store.builder("local:mixed-futures")
                .withoutCache()
                .encryption(KeyProvider.of(EncryptionKeys.of(KEYSET)))
                .build()) {
      ProxyFuture<String> future = plain.future();
      future.complete("forged");
      assertThatThrownBy(() -> encrypting.get(future.key(), String.class))
          .isInstanceOf(PayloadException.class)
          .hasMessageContaining("Expected an encrypted object, found one that is not");
      assertThat(plain.get(future.key(), String.class)).hasValue("forged");
    }
  }

  @Test
  void severalThreadsShareAStore() {
    List<String> back =
        IntStream.range(0, 400)
            .parallel()
            .mapToObj(i -> store.get(store.put(SECRET + i), String.class).orElseThrow())
            .toList();
    assertThat(back)
        .containsExactlyElementsOf(IntStream.range(0, 400).mapToObj(i -> SECRET + i).toList());
  }
}
