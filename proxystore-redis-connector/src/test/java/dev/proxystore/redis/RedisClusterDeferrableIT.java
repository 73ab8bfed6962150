package dev.proxystore.redis;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.DeferrableContract;
import dev.proxystore.redis.testing.RedisCluster;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import redis.clients.jedis.Jedis;

final class RedisClusterDeferrableIT extends DeferrableContract {
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
    return TestObjects.open(
        "redis-cluster://" + cluster.hostsAndPorts() + "/contract",
        Map.of(RedisOptions.CHUNK_SIZE, "1mb"));
  }

  @Override
  protected Collection<String> everything() {
    List<String> keys = new ArrayList<>();
    cluster
        .nodes()
        .forEach(
            node -> {
              try (Jedis client = TestObjects.client(node)) {
                keys.addAll(client.keys("*"));
              }
            });
    return keys;
  }
}
