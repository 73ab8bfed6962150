package dev.proxystore.redis;

import static dev.proxystore.redis.TestObjects.LARGE;
import static dev.proxystore.redis.TestObjects.filled;
import static dev.proxystore.redis.TestObjects.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.Credentials;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.redis.testing.RedisServerBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.assertj.core.util.Throwables;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** Servers that break off, come back, fall silent, are full, or refuse. */
@Timeout(60)
final class RedisFailuresIT {
  private static final byte[] BYTES = {1, 2, 3};

  private RedisServer server;
  private Connector connector;

  @BeforeEach
  void open() {
    server = RedisServer.start();
    connector = TestObjects.open(server);
  }

  @AfterEach
  void close() {
    connector.close();
    server.close();
  }

  private Key put(byte[] bytes) {
    Key key = key("cat", bytes);
    connector.put(key, bytes, Connector.UNLIMITED);
    return key;
  }

  private void killConnections() {
    try (Jedis client = TestObjects.client(server)) {
      client.clientKill(
          new ClientKillParams().type(ClientType.NORMAL).skipMe(ClientKillParams.SkipMe.YES));
    }
  }

  @Nested
  class AConnectionThatBroke {
    @Test
    void isReplacedWithoutAnError() {
      Key key = put(BYTES);
      killConnections();
      assertThat(connector.get(key)).hasValue(BYTES);
      killConnections();
      assertThat(connector.exists(key)).isTrue();
      killConnections();
      connector.put(key, BYTES, Connector.UNLIMITED);
      killConnections();
      assertThat(connector.getBatch(List.of(key)).get(0)).hasValue(BYTES);
      killConnections();
      connector.evict(key);
      assertThat(connector.get(key)).isEmpty();
    }

    @Test
    void isReplacedWithoutAnErrorWhenManyBrokeAtOnce() {
      Key key = put(BYTES);
      IntStream.range(0, 64).parallel().forEach(i -> connector.get(key));
      killConnections();
      assertThat(IntStream.range(0, 64).parallel().mapToObj(i -> connector.get(key)))
          .allMatch(Optional::isPresent);
    }

    @Test
    void doesNotLoseAnObjectThatIsTaken() {
      Key key = put(BYTES);
      killConnections();
      assertThat(connector.take(key)).hasValue(BYTES);
      Key large = put(filled(LARGE, 1));
      killConnections();
      assertThat(connector.take(large)).hasValue(filled(LARGE, 1));
    }

    @Test
    void makesAnObjectThatIsTakenAndNotThereAnErrorAndNotAnEmptyAnswer() {
      Key key = put(BYTES);
      connector.evict(key);
      killConnections();
      assertThatExceptionOfType(ConnectorException.class)
          .isThrownBy(() -> connector.take(key))
          .withMessageContaining("broke off while the object cat was taken");
      assertThat(connector.take(key)).isEmpty();
    }

    @Test
    void comesBackWithTheServer(@TempDir Path folder) {
      try (RedisServer durable = RedisServer.builder().appendOnly(folder).start();
          Connector open = TestObjects.open(durable)) {
        Key key = key("cat", BYTES);
        open.put(key, BYTES, Connector.UNLIMITED);
        durable.restart();
        assertThat(open.get(key)).hasValue(BYTES);
      }
    }
  }

  @Nested
  class AServerThatCannotBeReached {
    @Test
    void isOneSentenceWithAddressAndCause() {
      server.kill();
      assertThatExceptionOfType(ConnectorException.class)
          .isThrownBy(() -> TestObjects.open(server))
          .withMessage(
              "The store redis://%s/frames cannot be opened: Connection refused.",
              server.hostAndPort());
    }

    @Test
    void isAnErrorOfEachOperation() {
      Key key = put(BYTES);
      server.kill();
      assertThatExceptionOfType(ConnectorException.class)
          .isThrownBy(() -> connector.get(key))
          .withMessage(
              "The store redis://%s/frames cannot read the object cat: Connection refused.",
              server.hostAndPort());
      assertThatExceptionOfType(ConnectorException.class)
          .isThrownBy(() -> connector.evictBatch(List.of(key, key)))
          .withMessageContaining("cannot evict a batch of 2 objects: Connection refused.");
    }

    @Test
    void isAnErrorOfAClusterAndOfSentinelsToo() {
      server.kill();
      String cluster = "redis-cluster://" + server.hostAndPort() + "/frames";
      assertThatExceptionOfType(ConnectorException.class)
          .isThrownBy(() -> TestObjects.open(cluster, Map.of()))
          .withMessage("The store " + cluster + " cannot be opened: Connection refused.");
      String sentinel = "redis-sentinel://" + server.hostAndPort() + "/main/frames";
      assertThatExceptionOfType(ConnectorException.class)
          .isThrownBy(() -> TestObjects.open(sentinel, Map.of()))
          .withMessage("The store " + sentinel + " cannot be opened: Connection refused.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"redis-cluster://%s/frames", "redis-sentinel://%s/main/frames"})
    void isAnErrorWithinTenSecondsAlsoIfThereAreManyOfThem(String form) {
      // Addresses that are kept free for documents (RFC 5737): nobody answers there.
      String nodes =
          String.join(",", IntStream.range(1, 9).mapToObj(i -> "192.0.2." + i + ":6379").toList());
      assertRefusedWithinTenSeconds(form.formatted(nodes), "cannot be opened: ");
    }
  }

  @Nested
  @Timeout(20)
  class AServerThatIsSilent {
    private final Map<String, String> patience = Map.of(RedisOptions.TIMEOUT, "500ms");

    @Test
    void isAnErrorWithinTheTimeoutAndWorksOnWhenItWakes() {
      Key key = put(BYTES);
      try (Connector impatient = TestObjects.open(TestObjects.address(server), patience)) {
        server.freeze();
        long start = System.nanoTime();
        assertThatExceptionOfType(ConnectorException.class)
            .isThrownBy(() -> impatient.get(key))
            .withMessageEndingWith("cannot read the object cat: no answer within 0.5s.");
        assertThatExceptionOfType(ConnectorException.class)
            .isThrownBy(() -> impatient.getBatch(List.of(key)))
            .withMessageEndingWith("no answer within 0.5s.");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        server.unfreeze();
        await().ignoreExceptions().until(() -> impatient.get(key).isPresent());
      }
    }

    @Test
    void cannotBeOpened() {
      server.freeze();
      assertThatExceptionOfType(ConnectorException.class)
          .isThrownBy(() -> TestObjects.open(TestObjects.address(server), patience))
          .withMessageEndingWith("cannot be opened: no answer within 0.5s.");
      server.unfreeze();
    }
  }

  @Nested
  class AListenerThatIsSilent {
    /** All at the same time: the default patience is long. */
    @Test
    void isAnErrorWithinTenSecondsAlsoOfAClusterAndOfSentinels() throws IOException {
      try (ServerSocket one = listener();
          ServerSocket two = listener();
          ServerSocket three = listener()) {
        Stream.of(
                "rediss://%1$s/frames",
                "redis-cluster://%1$s,%2$s,%3$s/frames",
                "rediss-sentinel://%1$s,%2$s,%3$s/main/frames")
            .map(form -> form.formatted(at(one), at(two), at(three)))
            .map(address -> CompletableFuture.runAsync(() -> assertNoAnswer(address)))
            .toList()
            .forEach(CompletableFuture::join);
      }
    }

    private void assertNoAnswer(String address) {
      assertRefusedWithinTenSeconds(address, "cannot be opened: no answer within ");
    }

    private String at(ServerSocket listener) {
      return "127.0.0.1:" + listener.getLocalPort();
    }
  }

  private static void assertRefusedWithinTenSeconds(String address, String part) {
    long start = System.nanoTime();
    assertThatExceptionOfType(ConnectorException.class)
        .isThrownBy(() -> TestObjects.open(address, Map.of()))
        .withMessageStartingWith("The store " + address)
        .withMessageContaining(part);
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
  }

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  @Nested
  class AServerThatRefuses {
    @Test
    void aWrongPasswordDoesNotRepeatIt() {
      try (RedisServer closed = RedisServer.builder().password("right").start()) {
        StoreAddress address = StoreAddress.parse(TestObjects.address(closed));
        ConnectorOptions options =
            ConnectorOptions.defaults()
                .withCredentials(any -> Optional.of(Credentials.ofPassword("wr0ng")));
        assertThatExceptionOfType(ConnectorException.class)
            .isThrownBy(() -> Connectors.open(address, options))
            .withMessageContaining("cannot be opened: the server refuses the password")
            .satisfies(e -> assertThat(Throwables.getStackTrace(e)).doesNotContain("wr0ng"));
      }
    }

    @Test
    void aMissingPasswordSaysSo() {
      try (RedisServer closed = RedisServer.builder().password("right").start()) {
        assertThatExceptionOfType(ConnectorException.class)
            .isThrownBy(() -> TestObjects.open(closed))
            .withMessageContaining("PROXYSTORE_<STORE>_PASSWORD");
      }
    }

    @Test
    void aFullServerKeepsNothingOfALargeObject() {
      try (Jedis client = TestObjects.client(server)) {
        client.configSet("maxmemory", "8mb");
        assertThatExceptionOfType(ConnectorException.class)
            .isThrownBy(() -> put(filled(40 << 20, 1)))
            .withMessageContaining("cannot store the object cat: OOM");
        assertThat(client.dbSize()).isZero();
      }
    }

    @Test
    void chunksOfAWriterThatDiesHalfWayAreNotSeenAndGoByThemselves() {
      RedisServerBuilder strict =
          RedisServer.builder()
              .line("user default on nopass ~* +set +get +exists +ping")
              .line("user admin on >admin ~* +@all");
      try (RedisServer half = strict.start();
          Connector cannotFinish = TestObjects.open(half);
          Jedis admin = TestObjects.client(half)) {
        Key key = key("cat", filled(LARGE, 1));
        assertThatExceptionOfType(ConnectorException.class)
            .isThrownBy(() -> cannotFinish.put(key, filled(LARGE, 1), Connector.UNLIMITED))
            .withMessageContaining("NOPERM");
        assertThat(cannotFinish.get(key)).isEmpty();
        admin.auth("admin", "admin");
        assertThat(admin.keys("*"))
            .hasSize(3)
            .allSatisfy(chunk -> assertThat(admin.pttl(chunk)).isBetween(1L, 3_600_000L));
      }
    }
  }
}
