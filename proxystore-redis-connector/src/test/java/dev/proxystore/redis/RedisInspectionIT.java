package dev.proxystore.redis;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.InspectionContract;
import dev.proxystore.redis.testing.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class RedisInspectionIT extends InspectionContract {
  private static RedisServer server;

  @BeforeAll
  static void startServer() {
    server = RedisServer.start();
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected Connector open() {
    return TestObjects.open(
        "redis://" + server.hostAndPort() + "/2/contract", Map.of(RedisOptions.CHUNK_SIZE, "1mb"));
  }
}
