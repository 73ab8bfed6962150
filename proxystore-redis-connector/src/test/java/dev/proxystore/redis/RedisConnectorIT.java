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

final class RedisConnectorIT extends ConnectorContract {
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
    return Connectors.open(
        StoreAddress.parse("redis://" + server.hostAndPort() + "/2/contract"),
        ConnectorOptions.of(Map.of(RedisOptions.CHUNK_SIZE, "1mb")));
  }
}
