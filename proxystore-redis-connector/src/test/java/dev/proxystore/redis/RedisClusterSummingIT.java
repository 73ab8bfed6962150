package dev.proxystore.redis;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.SummingContract;
import dev.proxystore.redis.testing.RedisCluster;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class RedisClusterSummingIT extends SummingContract {
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
}
