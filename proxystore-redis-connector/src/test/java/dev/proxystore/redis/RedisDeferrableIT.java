package dev.proxystore.redis;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.DeferrableContract;
import dev.proxystore.redis.testing.RedisServer;
import java.util.Collection;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import redis.clients.jedis.Jedis;

final class RedisDeferrableIT extends DeferrableContract {
  @AutoClose private static final RedisServer server = RedisServer.start();

  @Override
  protected Connector open() {
    return TestObjects.open(
        "redis://" + server.hostAndPort() + "/contract", Map.of(RedisOptions.CHUNK_SIZE, "1mb"));
  }

  @Override
  protected Collection<String> everything() {
    try (Jedis client = TestObjects.client(server)) {
      return client.keys("*");
    }
  }
}
