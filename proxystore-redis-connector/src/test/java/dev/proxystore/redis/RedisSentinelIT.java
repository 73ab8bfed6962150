package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorContract;
import dev.proxystore.connector.Key;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

  private static void publish(Broker broker, int number) {
    EventBatch batch = TestEvents.batch(new UUID(0, 1), number, "event " + number);
    try (Publisher publisher = broker.publisher()) {
      await()
          .atMost(PATIENCE)
          .ignoreExceptionsInstanceOf(BrokerException.class)
          .untilAsserted(() -> publisher.publish("images", batch));
    }
  }

  /** As a consumer does, which asks again until its broker is back. */
  private static List<String> next(Subscriber subscriber) {
    return await()
        .atMost(PATIENCE)
        .ignoreExceptionsInstanceOf(BrokerException.class)
        .until(
            () -> TestEvents.texts(subscriber.poll(10, Duration.ofSeconds(1))),
            texts -> !texts.isEmpty());
  }

  @Test
  void theStoreAndTheBrokerFollowTheServerWhenSentinelsPromoteItsReplica() {
    byte[] bytes = {1, 2, 3};
    Key key = TestObjects.key("cat", bytes);
    try (RedisServer first = RedisServer.start();
        RedisServer second = RedisServer.builder().replicaOf(first).start();
        RedisServer guard = RedisServer.builder().sentinelOf("main", first).start();
        Connector connector =
            TestObjects.open(
                "redis-sentinel://" + guard.hostAndPort() + "/main/frames",
                Map.of(RedisOptions.TIMEOUT, "2s"));
        Broker broker =
            TestEvents.open(
                "redis-sentinel://" + guard.hostAndPort() + "/main/events?broker=stream",
                Map.of(RedisOptions.TIMEOUT, "2s"));
        Subscriber subscriber = broker.subscriber(Subscription.to("images"))) {
      publish(broker, 0);
      assertThat(next(subscriber)).containsExactly("event 0");
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
      publish(broker, 1);
      assertThat(next(subscriber)).containsExactly("event 1");
    }
  }
}
