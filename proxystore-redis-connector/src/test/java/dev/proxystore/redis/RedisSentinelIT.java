package dev.proxystore.redis;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorContract;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.redis.testing.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class RedisSentinelIT extends ConnectorContract {
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
    return Connectors.open(
        StoreAddress.parse("redis-sentinel://" + sentinel.hostAndPort() + "/main/1/contract"),
        ConnectorOptions.of(Map.of(RedisOptions.CHUNK_SIZE, "1mb")));
  }
}
