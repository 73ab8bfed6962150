package dev.proxystore.redis;

import static dev.proxystore.redis.TestObjects.filled;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.SummingConnector;
import dev.proxystore.connector.SummingContract;
import dev.proxystore.redis.testing.CutProxy;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.serialize.SerializationException;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.params.SetParams;

/** Checksums that are made while bytes are sent and received. */
@Timeout(60)
final class RedisSummingIT extends SummingContract {
  @AutoClose private static final RedisServer server = RedisServer.start();

  @Override
  protected Connector open() {
    return TestObjects.open(
        "redis://" + server.hostAndPort() + "/2/contract", Map.of(RedisOptions.CHUNK_SIZE, "1mb"));
  }

  private static byte[] random(int size) {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    return bytes;
  }

  @Test
  void theSumOfAPutIsMadeOnTheWayAndNotAfterwards() {
    StoreAddress address = StoreAddress.parse(TestObjects.address(server));
    ConnectorOptions given = ConnectorOptions.defaults();
    try (RedisServers servers =
        RedisClients.connect(address, RedisOptions.read(address, given), given.credentials())) {
      byte[] bytes = random(200_000);
      SummedPut put = new SummedPut(new byte[] {'x'}, bytes, SetParams.setParams());
      assertThat(servers.run(put.command())).isNull();
      assertThat(put.isSummed()).isTrue();
      assertThat(put.crc32c()).isEqualTo(Descriptor.checksum(bytes));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {65_535, 65_536, 1 << 20, 5 << 20})
  void aByteThatChangesOnTheServerIsRefusedAtAnySize(int size) {
    try (Store store = Store.builder(TestObjects.address(server)).withoutCache().build();
        Jedis client = TestObjects.client(server)) {
      byte[] bytes = random(size);
      Key key = store.put(bytes, PutOptions.defaults().withId("cat"));
      assertThat(key).isEqualTo(TestObjects.key("cat", bytes));
      assertThat(store.get(key, byte[].class)).hasValue(bytes);

      bytes[size - 2] ^= 1;
      client.setrange("frames:cat".getBytes(UTF_8), size - 2, new byte[] {bytes[size - 2]});
      String expected =
          "Expected the checksum %08x over %d bytes, found %08x: corrupt or foreign."
              .formatted(key.descriptor().crc32c().orElseThrow(), size, Descriptor.checksum(bytes));
      assertThatExceptionOfType(SerializationException.class)
          .isThrownBy(() -> store.get(key, byte[].class))
          .withMessageContaining("object cat in the store")
          .withMessageContaining(expected);

      client.append("frames:cat", "x");
      assertThatExceptionOfType(SerializationException.class)
          .isThrownBy(() -> store.get(key, byte[].class))
          .withMessageContaining("Expected %d bytes, found %d: cut or foreign.", size, size + 1);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 70_000, 3_000_000})
  void aPutWhoseConnectionBreaksHalfWayIsSummedAnew(int afterBytes) throws Exception {
    byte[] bytes = random(5 << 20);
    try (CutProxy cut = CutProxy.of(server.port());
        SummingConnector connector =
            (SummingConnector)
                TestObjects.open("redis://127.0.0.1:" + cut.port() + "/frames", Map.of())) {
      int before = cut.connections();
      cut.cutAfter(afterBytes);
      Key key = new Key("cut" + afterBytes, Descriptor.unchecked("bytes", bytes));
      assertThat(connector.putSummed(key, bytes, Connector.UNLIMITED))
          .isEqualTo(Descriptor.checksum(bytes));
      assertThat(cut.connections()).as("a second try").isGreaterThan(before);
      assertThat(connector.getSummed(key).orElseThrow().crc32c())
          .isEqualTo(Descriptor.checksum(bytes));
    }
  }

  @Test
  void aSmallObjectThatReplacesALargeOneLeavesNothingOfIt() {
    try (Store store = Store.builder(TestObjects.address(server)).build();
        Jedis client = TestObjects.client(server)) {
      PutOptions options = PutOptions.defaults().withId("replaced");
      store.put(filled(40 << 20, 1), options);
      assertThat(client.keys("frames/*")).isNotEmpty();
      Key key = store.put(filled(100_000, 2), options);
      assertThat(client.keys("frames/*")).isEmpty();
      assertThat(store.get(key, byte[].class)).hasValue(filled(100_000, 2));
      store.evict(key);
    }
  }
}
