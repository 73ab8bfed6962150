package dev.proxystore.redis;

import static dev.proxystore.redis.TestObjects.CHUNK;
import static dev.proxystore.redis.TestObjects.LARGE;
import static dev.proxystore.redis.TestObjects.filled;
import static dev.proxystore.redis.TestObjects.key;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Key;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.serialize.SerializationException;
import dev.proxystore.store.Store;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;

/** What lies in the server, seen by a plain client. */
final class RedisValuesIT {
  @AutoClose private static final RedisServer server = RedisServer.start();

  private Connector connector;
  private Jedis client;

  @BeforeEach
  void open() {
    connector = TestObjects.open(server);
    client = TestObjects.client(server);
    client.flushAll();
  }

  @AfterEach
  void close() {
    client.close();
    connector.close();
  }

  private Key put(String id, byte[] bytes) {
    Key key = key(id, bytes);
    connector.put(key, bytes, Connector.UNLIMITED);
    return key;
  }

  private Set<String> chunks() {
    return client.keys("frames/*");
  }

  @Test
  void anObjectIsTheValueOfItsNameAndNothingElse() {
    put("cat", "meow".getBytes(UTF_8));
    assertThat(client.get("frames:cat")).isEqualTo("meow");
    assertThat(client.pttl("frames:cat")).isEqualTo(-1);
    assertThat(client.dbSize()).isEqualTo(1);
  }

  @Test
  void anObjectOfOneChunkIsNotSplit() {
    put("cat", filled(TestObjects.CHUNK, 1));
    assertThat(client.strlen("frames:cat")).isEqualTo(TestObjects.CHUNK);
    assertThat(chunks()).isEmpty();
  }

  @Test
  void chunksOfAnObjectThatStaysStay() {
    put("cat", filled(LARGE, 1));
    assertThat(chunks()).hasSize(3).allMatch(chunk -> client.pttl(chunk) == -1);
  }

  @Test
  void chunksOfAnObjectThatGoesOutliveItsManifest() {
    Key key = key("cat", filled(LARGE, 1));
    connector.put(key, filled(LARGE, 1), Duration.ofMinutes(1));
    assertThat(client.pttl("frames:cat")).isBetween(1L, 60_000L);
    assertThat(chunks()).hasSize(3).allMatch(chunk -> client.pttl(chunk) > 3_600_000);
  }

  @Test
  void anObjectOfMoreChunksThanFitIntoOneWindowComesBack() {
    byte[] bytes = new byte[(int) RedisServers.WINDOW_BYTES + 2 * TestObjects.CHUNK + 1];
    new Random(1).nextBytes(bytes);
    Key key = put("cat", bytes);
    assertThat(chunks()).hasSize(67);
    assertThat(Arrays.equals(connector.get(key).orElseThrow(), bytes)).isTrue();
  }

  @Test
  void evictingALargeObjectLeavesNothing() {
    Key key = put("cat", filled(LARGE, 1));
    connector.evict(key);
    assertThat(client.dbSize()).isZero();
  }

  @Test
  void takingALargeObjectLeavesNothing() {
    Key key = put("cat", filled(LARGE, 1));
    assertThat(connector.take(key)).hasValue(filled(LARGE, 1));
    assertThat(client.dbSize()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, TestObjects.CHUNK, LARGE})
  void replacingALargeObjectLeavesNothingOfIt(int size) {
    put("cat", filled(LARGE, 1));
    Set<String> before = chunks();
    Key key = put("cat", filled(size, 2));
    assertThat(chunks()).doesNotContainAnyElementsOf(before);
    assertThat(connector.get(key)).hasValue(filled(size, 2));
    connector.putBatch(Map.of(key, filled(size, 3)), Connector.UNLIMITED);
    connector.evict(key);
    assertThat(client.dbSize()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4 << 10, (4 << 10) + 1, TestObjects.CHUNK})
  void anOldKeyEvictsTheLargeObjectThatReplacedItsOwn(int size) {
    Key old = put("cat", filled(size, 1));
    put("cat", filled(LARGE, 2));
    connector.evict(old);
    assertThat(client.dbSize()).isZero();
  }

  @Test
  void anObjectThatLostAChunkIsAnErrorAndNeverCut() {
    Key key = put("cat", filled(LARGE, 1));
    client.del(chunks().iterator().next());
    assertThatExceptionOfType(ConnectorException.class)
        .isThrownBy(() -> connector.get(key))
        .withMessage(
            "The store %s has lost a part of the object cat: expected its 3 chunks, found fewer. Put it again, or evict it.",
            connector.address());
    assertThatExceptionOfType(ConnectorException.class).isThrownBy(() -> connector.take(key));
    connector.evict(key);
    assertThat(client.dbSize()).isZero();
  }

  @Test
  void aChunkOfAnotherSizeIsAnErrorToo() {
    Key key = put("cat", filled(LARGE, 1));
    client.append(chunks().iterator().next(), "x");
    assertThatExceptionOfType(ConnectorException.class)
        .isThrownBy(() -> connector.get(key))
        .withMessageContaining("has lost a part of the object cat");
  }

  @ParameterizedTest
  @ValueSource(ints = {200, LARGE})
  void aListOfChunksOfAnotherLengthThanTheKeySaysIsNotFollowed(int length) {
    String version = "0b5a2d1c-7e39-4f60-8a1b-2c3d4e5f6071";
    byte[] bomb = new Manifest(version, Integer.MAX_VALUE, CHUNK).toBytes();
    client.set("frames:cat".getBytes(UTF_8), bomb);
    try (Store store = Store.open(TestObjects.address(server))) {
      Key key = key("cat", filled(length, 1));
      assertThatExceptionOfType(SerializationException.class)
          .isThrownBy(() -> store.get(key, byte[].class))
          .withMessageContaining("object cat in the store " + connector.address())
          .withMessageContaining("Expected %d bytes, found %d", length, bomb.length);
    }
    assertThat(client.get("frames:cat".getBytes(UTF_8))).isEqualTo(bomb);
  }

  @Test
  void aLargeObjectThatReplacedASmallOneOutlivesATakerOfThat() {
    Key small = put("cat", filled(5, 1));
    Key large = put("cat", filled(LARGE, 2));
    byte[] found = connector.take(small).orElseThrow();
    assertThat(found).as("what a store puts back, since it is not the object").hasSizeLessThan(128);
    connector.put(small, found, Connector.UNLIMITED);
    assertThat(connector.take(large)).hasValue(filled(LARGE, 2));
    assertThat(client.dbSize()).isZero();
  }

  @Test
  void aLargeObjectThatIsReplacedAllTheTimeIsTakenWholeAndNothingIsLeft() {
    Key key = put("cat", filled(LARGE, 0));
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= 60; i++) {
                connector.put(key, filled(LARGE, i), Connector.UNLIMITED);
              }
            });
    while (!writer.isDone()) {
      connector.take(key).ifPresent(bytes -> assertThat(bytes).isEqualTo(filled(LARGE, bytes[0])));
    }
    writer.join();
    connector.evict(key);
    assertThat(client.dbSize()).isZero();
  }

  @Test
  void aReaderWithAnotherChunkSizeReadsTheSame() {
    Key key = put("cat", filled(LARGE, 1));
    try (Connector other = TestObjects.open(TestObjects.address(server), Map.of())) {
      assertThat(other.options()).isEmpty();
      assertThat(other.get(key)).hasValue(filled(LARGE, 1));
      assertThat(other.take(key)).hasValue(filled(LARGE, 1));
      assertThat(client.dbSize()).isZero();
    }
  }

  @Test
  void aReaderNeverSeesAMixtureOfTwoLargeObjects() {
    Key key = put("cat", filled(LARGE, 0));
    CompletableFuture<Void> writer =
        CompletableFuture.runAsync(
            () -> {
              for (int i = 1; i <= 60; i++) {
                connector.put(key, filled(LARGE, i), Connector.UNLIMITED);
              }
            });
    int reads = 0;
    while (!writer.isDone() || reads == 0) {
      byte[] bytes = connector.get(key).orElseThrow();
      assertThat(bytes).isEqualTo(filled(LARGE, bytes[0]));
      reads++;
    }
    writer.join();
    assertThat(chunks()).hasSize(3);
  }

  @Test
  void batchesMayHaveThousandsOfObjects() {
    Map<Key, byte[]> objects = new LinkedHashMap<>();
    for (int i = 0; i < 5000; i++) {
      byte[] bytes = filled(15_000, i); // more than one window in all
      objects.put(key("object " + i, bytes), bytes);
    }
    connector.putBatch(objects, Connector.UNLIMITED);
    assertThat(client.dbSize()).isEqualTo(5000);

    List<Key> keys = List.copyOf(objects.keySet());
    assertThat(connector.existing(keys)).hasSize(5000);
    assertThat(connector.getBatch(keys))
        .extracting(bytes -> bytes.orElseThrow()[14_999])
        .containsExactlyElementsOf(objects.values().stream().map(bytes -> bytes[0]).toList());
    connector.evictBatch(keys);
    assertThat(client.dbSize()).isZero();
  }
}
