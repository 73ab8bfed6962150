package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorContract;
import dev.proxystore.connector.Key;
import dev.proxystore.redis.testing.RedisServer;
import java.time.Duration;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

final class RedisSentinelIT extends ConnectorContract {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static RedisServer master;
  private static RedisServer sentinel;

  @BeforeAll
  static void startServers() {
    master = RedisServer.start();
    sentinel = RedisServer.builder().sentinelOf("main", master).start();
  }

  @AfterAll
  static void stopServers() {
    sentinel.close();
    master.close();
  }

  @Override
  protected Connector open() {
    return TestObjects.open(
        "redis-sentinel://" + sentinel.hostAndPort() + "/main/1/contract",
        Map.of(RedisOptions.CHUNK_SIZE, "1mb"));
  }

  @Test
  void aConnectorThatIsClosedAtOnceLeavesNoThreadThatListensToSentinels() {
    for (int i = 0; i < 50; i++) {
      open().close();
    }
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .filteredOn(name -> name.contains(sentinel.hostAndPort()))
                    .hasSize(1)); // that of the connector that the contract has open
  }

  @Test
  void aSentinelIsFoundInTimeBesideManyThatAreDead() {
    byte[] bytes = {1, 2, 3};
    Key key = TestObjects.key("cat", bytes);
    // Addresses that are kept free for documents (RFC 5737): nobody answers there.
    String dead =
        String.join(",", IntStream.range(1, 9).mapToObj(i -> "192.0.2." + i + ":6379").toList());
    long start = System.nanoTime();
    try (Connector connector =
        TestObjects.open(
            "redis-sentinel://%s,%s/main/frames".formatted(dead, sentinel.hostAndPort()),
            Map.of())) {
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
      connector.put(key, bytes, Connector.UNLIMITED);
      assertThat(connector.get(key)).hasValue(bytes);
    }
  }

  @Test
  void theStoreFollowsTheServerWhenSentinelsPromoteItsReplica() {
    byte[] bytes = {1, 2, 3};
    Key key = TestObjects.key("cat", bytes);
    try (RedisServer first = RedisServer.start();
        RedisServer second = RedisServer.builder().replicaOf(first).start();
        RedisServer guard = RedisServer.builder().sentinelOf("main", first).start();
        Connector connector =
            TestObjects.open(
                "redis-sentinel://" + guard.hostAndPort() + "/main/frames",
                Map.of(RedisOptions.TIMEOUT, "2s"))) {
      connector.put(key, bytes, Connector.UNLIMITED);
      try (Jedis replica = TestObjects.client(second);
          Jedis sentinelClient = TestObjects.client(guard)) {
        await().atMost(PATIENCE).until(() -> replica.exists("frames:cat"));
        await().atMost(PATIENCE).until(() -> !sentinelClient.sentinelReplicas("main").isEmpty());
        first.kill();
        await()
            .atMost(PATIENCE)
            .ignoreExceptions()
            .untilAsserted(() -> assertThat(connector.get(key)).hasValue(bytes));
      }
    }
  }
}
