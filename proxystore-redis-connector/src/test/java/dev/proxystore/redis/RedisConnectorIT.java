package dev.proxystore.redis;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorContract;
import dev.proxystore.redis.testing.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;

final class RedisConnectorIT extends ConnectorContract {
  @AutoClose private static final RedisServer server = RedisServer.start();

  @Override
  protected Connector open() {
    return TestObjects.open(
        "redis://" + server.hostAndPort() + "/2/contract", Map.of(RedisOptions.CHUNK_SIZE, "1mb"));
  }
}
