package dev.proxystore.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.serialize.Packing;
import dev.proxystore.serialize.SerializationException;
import dev.proxystore.store.future.FutureFailedException;
import dev.proxystore.store.future.ProxyFuture;
import dev.proxystore.store.payload.Compression;
import dev.proxystore.store.payload.MissingCodecException;
import dev.proxystore.store.payload.PayloadException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class CompressedObjectsTest {
  private static final String TEXT = "all is well in room 101\n".repeat(500);

  private final CountingConnector connector = new CountingConnector();
  private final List<Store> stores = new ArrayList<>();

  @AfterEach
  void closeStores() {
    stores.forEach(Store::close);
  }

  private Store store(Compression how) {
    Store store = Store.builder(connector).withoutCache().compression(how).build();
    stores.add(store);
    return store;
  }

  private static byte[] noise(int length) {
    byte[] bytes = new byte[length];
    new Random(3).nextBytes(bytes);
    return bytes;
  }

  private byte[] stored(Key key) {
    return connector.get(key).orElseThrow();
  }

  @ParameterizedTest
  @EnumSource(names = {"LZ4", "ZSTD"})
  void takeLessRoomAndComeBackTheSame(Compression how) {
    Store store = store(how);
    Map<String, List<String>> lines = Map.of("lines", TEXT.lines().toList());
    for (Object value : List.of(TEXT, TEXT.getBytes(UTF_8), lines)) {
      Key key = store.put(value);
      assertThat(key.descriptor().packing().codec()).hasValue(how.name().toLowerCase(Locale.ROOT));
      assertThat(key.length()).isEqualTo(stored(key).length);
      assertThat(key.descriptor().objectLength()).isGreaterThan(key.length());
      assertThat(store.get(key, Object.class)).hasValue(value);
      assertThat(store.getBatch(List.of(key), Object.class).get(0)).hasValue(value);
      assertThat(store.proxyFromKey(key).resolve()).isEqualTo(value);
    }
  }

  @Test
  void areReadByAStoreThatDoesNotCompressAndTheOtherWayRound() {
    Store plain = store(Compression.NONE);
    Store compressing = store(Compression.ZSTD);
    assertThat(plain.get(compressing.put(TEXT), String.class)).hasValue(TEXT);
    assertThat(compressing.get(plain.put(TEXT), String.class)).hasValue(TEXT);
  }

  @ParameterizedTest
  @EnumSource(names = {"LZ4", "ZSTD"})
  void whatDoesNotBecomeSmallerByAnEighthIsStoredAsItIs(Compression how) {
    Store store = store(how);
    byte[] barely = noise(100_000);
    Arrays.fill(barely, 0, 10_000, (byte) 1);
    for (byte[] value : List.of(noise(1 << 20), barely, new byte[0])) {
      Key key = store.put(value);
      assertThat(key.descriptor()).isEqualTo(Descriptor.of("bytes", value));
      assertThat(stored(key)).isEqualTo(value);
    }
    Arrays.fill(barely, 0, 14_000, (byte) 1);
    assertThat(store.put(barely).descriptor().packing().codec()).isPresent();
  }

  @Test
  void smallOnesAreStoredAsTheyAre() {
    Store store = store(Compression.LZ4);
    assertThat(store.put(new byte[1023]).descriptor().packing().isNone()).isTrue();
    assertThat(store.put(new byte[1024]).descriptor().packing().isNone()).isFalse();
    try (Store more =
        Store.builder(new CountingConnector())
            .compression(Compression.LZ4)
            .compressFrom(20_000)
            .build()) {
      assertThat(more.put(new byte[19_999]).descriptor().packing().isNone()).isTrue();
      assertThat(more.put(new byte[20_000]).descriptor().packing().isNone()).isFalse();
    }
  }

  @Test
  void withoutCompressionTheArrayItselfIsHandedOn() {
    byte[] value = TEXT.getBytes(UTF_8);
    Key key = store(Compression.NONE).put(value);
    assertThat(key.descriptor()).isEqualTo(Descriptor.of("bytes", value));
    assertThat(stored(key)).isEqualTo(value);
  }

  @Test
  void batchesAreCompressedObjectByObject() {
    Store store = store(Compression.LZ4);
    List<Key> keys = store.putBatch(List.of(TEXT, "short", noise(5000)));
    assertThat(keys)
        .extracting(key -> key.descriptor().packing().isNone())
        .containsExactly(false, true, true);
    assertThat(store.getBatch(keys, Object.class).get(0)).hasValue(TEXT);
    List<Key> named = store.putBatch(Map.of("a", TEXT), PutOptions.defaults());
    assertThat(store.get(named.get(0), String.class)).hasValue(TEXT);
  }

  @Test
  void futuresAreCompressedToo() {
    try (Store store = Store.builder("local:futures-lz4").compression(Compression.LZ4).build();
        Store other = Store.builder("local:futures-lz4").build()) {
      ProxyFuture<String> future = store.future();
      future.complete(TEXT);
      assertThat(other.futureFromProxy(future.proxy()).proxy().resolve()).isEqualTo(TEXT);
      ProxyFuture<String> failing = store.future();
      failing.completeExceptionally(new IllegalStateException(TEXT.substring(0, 9000)));
      assertThatThrownBy(failing.proxy()::resolve)
          .isInstanceOfSatisfying(
              FutureFailedException.class,
              e -> assertThat(e.failureMessage()).isEqualTo(TEXT.substring(0, 9000)));
    }
  }

  @Test
  void theCacheCountsWhatTheyTakeInMemory() {
    byte[] value = new byte[100_000];
    try (Store store =
        Store.builder(new CountingConnector())
            .compression(Compression.LZ4)
            .cacheBytes(50_000)
            .build()) {
      Key key = store.put(value);
      assertThat(key.length()).isLessThan(1000);
      assertThat(store.get(key, byte[].class)).hasValue(value);
      assertThat(store.isCached(key)).isFalse();
    }
  }

  private Key relabelled(Key key, Packing packing) {
    return new Key(key.id(), key.descriptor().packedAs(packing));
  }

  @Test
  void aCodecThatNobodyKnowsIsRefusedByNameAndNothingIsFetchedOrTaken() {
    Store store = store(Compression.LZ4);
    Key key = relabelled(store.put(TEXT), Packing.compressed("brotli", 12_000));
    assertThatThrownBy(() -> store.get(key, String.class))
        .isInstanceOf(MissingCodecException.class)
        .hasMessageContaining(key.id())
        .hasMessageContaining("'brotli'")
        .hasMessageContaining("[lz4, zstd]");
    assertThatThrownBy(() -> store.getBatch(List.of(key), String.class))
        .isInstanceOf(MissingCodecException.class);
    Proxy<String> proxy = store.proxyFromKey(key, OnResolve.EVICT);
    assertThatThrownBy(proxy::resolve)
        .isInstanceOf(ProxyResolveException.class)
        .hasCauseInstanceOf(MissingCodecException.class);
    assertThat(store.exists(key)).isTrue();
  }

  @ParameterizedTest
  @EnumSource(names = {"LZ4", "ZSTD"})
  void aLengthThatLiesIsRefusedBeforeMemoryIsTakenForIt(Compression how) {
    Store store = store(how);
    Key key = store.put(TEXT);
    String codec = key.descriptor().packing().codec().orElseThrow();
    for (long length : new long[] {0, 1, 11_999, 12_001, 2_000_000_000L, Long.MAX_VALUE}) {
      Key lying = relabelled(key, Packing.compressed(codec, length));
      assertThatThrownBy(() -> store.get(lying, String.class))
          .isInstanceOf(PayloadException.class)
          .hasMessageContaining(key.id())
          .hasMessageContaining(store.address().toString())
          .hasMessageContaining("xpected");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LZ4", "ZSTD"})
  void whatIsDamagedIsRefusedAndPutBackWhenItWasTaken(Compression how) {
    Store store = store(how);
    Key key = store.put(TEXT);
    byte[] intact = stored(key);
    byte[] damaged = intact.clone();
    damaged[damaged.length / 2] ^= 4;
    connector.put(key, damaged, Connector.UNLIMITED);
    Proxy<String> proxy = store.proxyFromKey(key, OnResolve.EVICT);
    assertThatThrownBy(proxy::resolve)
        .isInstanceOf(ProxyResolveException.class)
        .hasMessageContaining("checksum");
    assertThat(stored(key)).isEqualTo(damaged);

    Key unchecked =
        new Key(
            key.id(),
            Descriptor.unchecked(key.descriptor().encoding(), new byte[intact.length - 1])
                .packedAs(key.descriptor().packing()));
    connector.put(key, Arrays.copyOf(intact, intact.length - 1), Connector.UNLIMITED);
    assertThatThrownBy(() -> store.<String>proxyFromKey(unchecked, OnResolve.EVICT).resolve())
        .isInstanceOf(ProxyResolveException.class)
        .hasCauseInstanceOf(PayloadException.class)
        .hasMessageContaining("Expected 12000 bytes compressed by");
    assertThat(store.exists(key)).isTrue();

    connector.put(key, intact, Connector.UNLIMITED);
    assertThat(proxy.resolve()).as("readable again").isEqualTo(TEXT);
    assertThat(store.exists(key)).isFalse();
  }

  @Test
  void bytesOfAnotherLengthAreRefusedBeforeTheyAreUnpacked() {
    Store store = store(Compression.LZ4);
    Key key = store.put(TEXT);
    connector.put(key, Arrays.copyOf(stored(key), 20), Connector.UNLIMITED);
    assertThatThrownBy(() -> store.get(key, String.class))
        .isInstanceOf(SerializationException.class)
        .isNotInstanceOf(PayloadException.class)
        .hasMessageContaining("found 20");
  }
}
