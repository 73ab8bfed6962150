package dev.proxystore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.SummedBytes;
import dev.proxystore.connector.SummingConnector;
import dev.proxystore.connector.local.LocalConnector;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.serialize.SerializationException;
import dev.proxystore.store.payload.Compression;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Objects whose checksums the connector makes on the way. */
final class SummedObjectsTest {
  private static final AtomicInteger NAMES = new AtomicInteger();
  private static final int LARGE = SummingConnector.LEAST_BYTES;

  private final Summing connector = new Summing();
  private final Store store = Store.builder(connector).withoutCache().build();

  @AfterEach
  void closeStore() {
    store.close();
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {LARGE, LARGE + 1, 1 << 20})
  void theKeyOfALargeObjectHasTheSumThatTheConnectorMade(int size) {
    byte[] bytes = random(size);
    Key key = store.put(bytes);
    assertThat(key.descriptor()).isEqualTo(Descriptor.of("bytes", bytes));
    assertThat(store.get(key, byte[].class)).hasValue(bytes);
    assertThat(connector.sums).hasValue(2);
    Proxy<byte[]> once = store.proxyFromKey(key, OnResolve.EVICT);
    assertThat(once.resolve()).isEqualTo(bytes);
    assertThat(connector.sums).hasValue(3);
    assertThat(store.exists(key)).isFalse();
  }

  @Test
  void whatIsSmallOrWithoutChecksumOrInABatchIsNotLeftToTheConnector() {
    byte[] small = random(LARGE - 1);
    Key key = store.put(small);
    assertThat(store.get(key, byte[].class)).hasValue(small);
    assertThat(key.descriptor()).isEqualTo(Descriptor.of("bytes", small));
    List<Key> batch = store.putBatch(List.of(random(LARGE)));
    assertThat(batch.get(0).descriptor()).isEqualTo(Descriptor.of("bytes", random(LARGE)));
    assertThat(store.getBatch(batch, byte[].class).get(0)).hasValue(random(LARGE));
    try (Store unchecked = Store.builder(new Summing(connector)).withoutChecksums().build()) {
      Key other = unchecked.put(random(LARGE));
      assertThat(other.descriptor().crc32c()).isEmpty();
      assertThat(unchecked.get(other, byte[].class)).hasValue(random(LARGE));
    }
    assertThat(connector.sums).hasValue(0);
  }

  @Test
  void aPackedObjectIsSummedAsItIsStored() {
    try (Store packed =
        Store.builder(new Summing(connector)).compression(Compression.LZ4).withoutCache().build()) {
      byte[] bytes = random(8 * LARGE);
      Arrays.fill(bytes, 4 * LARGE, bytes.length, (byte) 1);
      Key key = packed.put(bytes);
      assertThat(key.descriptor().packing().isNone()).isFalse();
      assertThat(packed.get(key, byte[].class)).hasValue(bytes);
      assertThat(connector.sums).hasValue(2);
    }
  }

  @Test
  void anotherSumThanTheKeySaysIsRefusedAsOneThatTheStoreMade() {
    byte[] bytes = random(LARGE);
    Key key = store.put(bytes);
    connector.flipped = 1;
    int expected = Descriptor.checksum(bytes);
    String message =
        "Expected the checksum %08x over %d bytes, found %08x: corrupt or foreign."
            .formatted(expected, LARGE, expected ^ 1);
    assertThatExceptionOfType(SerializationException.class)
        .isThrownBy(() -> store.get(key, byte[].class))
        .withMessageContaining("The object " + key.id() + " in the store " + store.address())
        .withMessageContaining(message);
    Proxy<byte[]> once = store.proxyFromKey(key, OnResolve.EVICT);
    assertThatExceptionOfType(ProxyResolveException.class)
        .isThrownBy(once::resolve)
        .withMessageContaining(message);
    assertThat(store.exists(key)).as("put back").isTrue();
    connector.flipped = 0;
    assertThat(once.resolve()).isEqualTo(bytes);
  }

  @Test
  void anotherLengthThanTheKeySaysIsRefusedFirst() {
    Key key = store.put(random(LARGE));
    connector.put(key, random(LARGE + 1), Connector.UNLIMITED);
    assertThatExceptionOfType(SerializationException.class)
        .isThrownBy(() -> store.get(key, byte[].class))
        .withMessageContaining("Expected %d bytes, found %d: cut or foreign.", LARGE, LARGE + 1);
  }

  /** Memory that sums, and can be made to sum wrongly. */
  private static final class Summing implements SummingConnector {
    private final LocalConnector memory;
    private final AtomicInteger sums;
    private int flipped;

    Summing() {
      this.memory = LocalConnector.of("summed-" + NAMES.incrementAndGet());
      this.sums = new AtomicInteger();
    }

    /** Another connector to the same memory. */
    Summing(Summing other) {
      this.memory = LocalConnector.of(other.memory.address().name());
      this.sums = other.sums;
    }

    private SummedBytes summed(byte[] bytes) {
      sums.incrementAndGet();
      return SummedBytes.of(bytes, Descriptor.checksum(bytes) ^ flipped);
    }

    @Override
    public int putSummed(Key key, byte[] bytes, Duration timeToLive) {
      assertThat(key.descriptor().crc32c()).isEmpty();
      memory.put(key, bytes, timeToLive);
      return summed(bytes).crc32c();
    }

    @Override
    public Optional<SummedBytes> getSummed(Key key) {
      return memory.get(key).map(this::summed);
    }

    @Override
    public Optional<SummedBytes> takeSummed(Key key) {
      return memory.take(key).map(this::summed);
    }

    @Override
    public StoreAddress address() {
      return memory.address();
    }

    @Override
    public Map<String, String> options() {
      return memory.options();
    }

    @Override
    public void put(Key key, byte[] bytes, Duration timeToLive) {
      memory.put(key, bytes, timeToLive);
    }

    @Override
    public Optional<byte[]> get(Key key) {
      return memory.get(key);
    }

    @Override
    public Optional<byte[]> take(Key key) {
      return memory.take(key);
    }

    @Override
    public boolean exists(Key key) {
      return memory.exists(key);
    }

    @Override
    public void evict(Key key) {
      memory.evict(key);
    }

    @Override
    public void close() {
      memory.close();
    }
  }
}
