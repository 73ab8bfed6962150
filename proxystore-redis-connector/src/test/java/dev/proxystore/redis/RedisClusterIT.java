package dev.proxystore.redis;

import static dev.proxystore.redis.TestObjects.filled;
import static dev.proxystore.redis.TestObjects.key;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorContract;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Key;
import dev.proxystore.redis.testing.RedisCluster;
import dev.proxystore.redis.testing.RedisServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;
import redis.clients.jedis.util.JedisClusterCRC16;

final class RedisClusterIT extends ConnectorContract {
  private static RedisCluster cluster;

  @BeforeAll
  static void startCluster() {
    cluster = RedisCluster.start();
  }

  @AfterAll
  static void stopCluster() {
    cluster.close();
  }

  @Override
  protected Connector open() {
    return open(Map.of(RedisOptions.CHUNK_SIZE, "1mb"));
  }

  private static Connector open(Map<String, String> options) {
    return TestObjects.open("redis-cluster://" + cluster.hostsAndPorts() + "/contract", options);
  }

  @Test
  void aBatchSpreadsOverAllNodes() {
    try (Connector connector = open()) {
      Map<Key, byte[]> objects = batch(3000);
      connector.putBatch(objects, Connector.UNLIMITED);
      cluster.nodes().forEach(node -> assertThat(size(node)).isGreaterThan(500));
      List<Key> keys = List.copyOf(objects.keySet());
      assertThat(connector.getBatch(keys)).allMatch(Optional::isPresent);
      connector.evictBatch(keys);
      assertThat(connector.existing(keys)).isEmpty();
    }
  }

  @Test
  void theChunksOfAnObjectSpreadOverTheNodesAndGoWithIt() {
    cluster.nodes().forEach(RedisClusterIT::empty);
    try (Connector connector = open()) {
      byte[] bytes = filled(20 * TestObjects.CHUNK, 1);
      Key key = key("{same}cat", bytes);
      connector.put(key, bytes, Connector.UNLIMITED);
      cluster.nodes().forEach(node -> assertThat(size(node)).isPositive());
      assertThat(connector.get(key)).hasValue(bytes);
      connector.evict(key);
      cluster.nodes().forEach(node -> assertThat(size(node)).isZero());
    }
  }

  @Test
  void anObjectIsFoundWhereverItsSlotHasMoved() {
    RedisServer first = cluster.nodes().get(0);
    RedisServer second = cluster.nodes().get(1);
    byte[] bytes = filled(10, 1);
    Key key = firstNodesKey(bytes);
    try (Connector connector = open()) {
      assertThat(connector.get(key)).isEmpty();
      move(key, second);
      connector.putBatch(Map.of(key, bytes), Connector.UNLIMITED);
      assertThat(connector.getBatch(List.of(key)).get(0)).hasValue(bytes);
      assertThat(connector.take(key)).hasValue(bytes);
      move(key, first);
      assertThat(connector.take(key)).isEmpty();
    }
  }

  @Test
  void aBrokenConnectionIsReplacedAndNeverAnswersThatAnObjectIsMissing() {
    byte[] bytes = filled(10, 1);
    Key key = key("cat", bytes);
    try (Connector connector = open()) {
      connector.put(key, bytes, Connector.UNLIMITED);
      killConnections();
      assertThat(connector.get(key)).hasValue(bytes);
      killConnections();
      assertThat(connector.getBatch(List.of(key)).get(0)).hasValue(bytes);
      killConnections();
      assertThat(connector.take(key)).hasValue(bytes);
      killConnections();
      assertThatExceptionOfType(ConnectorException.class)
          .isThrownBy(() -> connector.take(key))
          .withMessageContaining("broke off while the object cat was taken");
    }
  }

  @Test
  void aSilentNodeIsAnErrorWithinTheTimeoutAndWorksOnWhenItWakes() {
    Map<Key, byte[]> objects = batch(100);
    List<Key> keys = List.copyOf(objects.keySet());
    RedisServer silent = cluster.nodes().get(0);
    try (Connector connector = open(Map.of(RedisOptions.TIMEOUT, "500ms"))) {
      connector.putBatch(objects, Connector.UNLIMITED);
      silent.freeze();
      try {
        long start = System.nanoTime();
        assertThatExceptionOfType(ConnectorException.class)
            .isThrownBy(() -> connector.getBatch(keys))
            .withMessageEndingWith("no answer within 0.5s.");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
      } finally {
        silent.unfreeze();
      }
      await().ignoreExceptions().until(() -> connector.existing(keys).size() == keys.size());
      connector.evictBatch(keys);
    }
  }

  private static Map<Key, byte[]> batch(int size) {
    Map<Key, byte[]> objects = new LinkedHashMap<>();
    for (int i = 0; i < size; i++) {
      byte[] bytes = filled(100, i);
      objects.put(key("object " + i, bytes), bytes);
    }
    return objects;
  }

  private static int slot(Key key) {
    return JedisClusterCRC16.getSlot("contract:" + key.id());
  }

  /** The first node has the first third of the slots. */
  private static Key firstNodesKey(byte[] bytes) {
    return IntStream.iterate(0, i -> i + 1)
        .mapToObj(i -> key("moving " + i, bytes))
        .filter(key -> slot(key) < 5000)
        .findFirst()
        .orElseThrow();
  }

  private static void move(Key key, RedisServer to) {
    try (Jedis target = TestObjects.client(to)) {
      String id = target.clusterMyId();
      target.clusterSetSlotNode(slot(key), id);
      for (RedisServer each : cluster.nodes()) {
        try (Jedis node = TestObjects.client(each)) {
          node.clusterSetSlotNode(slot(key), id);
        }
      }
    }
  }

  private static void killConnections() {
    for (RedisServer each : cluster.nodes()) {
      try (Jedis node = TestObjects.client(each)) {
        node.clientKill(
            new ClientKillParams().type(ClientType.NORMAL).skipMe(ClientKillParams.SkipMe.YES));
      }
    }
  }

  private static long size(RedisServer server) {
    try (Jedis node = TestObjects.client(server)) {
      return node.dbSize();
    }
  }

  private static void empty(RedisServer server) {
    try (Jedis node = TestObjects.client(server)) {
      node.flushAll();
    }
  }
}
