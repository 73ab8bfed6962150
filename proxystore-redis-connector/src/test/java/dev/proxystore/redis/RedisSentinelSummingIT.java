package dev.proxystore.redis;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.SummingContract;
import dev.proxystore.redis.testing.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class RedisSentinelSummingIT extends SummingContract {
  private static RedisServer server;
  private static RedisServer sentinel;

  @BeforeAll
  static void startServer() {
    server = RedisServer.start();
    sentinel = RedisServer.builder().sentinelOf("main", server).start();
  }

  @AfterAll
  static void stopServer() {
    sentinel.close();
    server.close();
  }

  @Override
  protected Connector open() {
    return TestObjects.open(
        "redis-sentinel://" + sentinel.hostAndPort() + "/main/contract",
        Map.of(RedisOptions.CHUNK_SIZE, "1mb"));
  }
}
