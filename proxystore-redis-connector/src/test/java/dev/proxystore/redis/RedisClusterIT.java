package dev.proxystore.redis;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorContract;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.redis.testing.RedisCluster;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

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
    return Connectors.open(
        StoreAddress.parse("redis-cluster://" + cluster.hostsAndPorts() + "/contract"),
        ConnectorOptions.of(Map.of(RedisOptions.CHUNK_SIZE, "1mb")));
  }
}
