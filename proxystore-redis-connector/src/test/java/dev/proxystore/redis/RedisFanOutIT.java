package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.FanOutContract;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.ReleasableConnector;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.serialize.Descriptor;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

final class RedisFanOutIT extends FanOutContract {
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

  @Test
  void aServerThatHasForgottenTheScriptIsSentIt() {
    try (ReleasableConnector connector = (ReleasableConnector) open();
        Jedis client = TestObjects.client(server)) {
      Key key = put(connector, Connector.UNLIMITED);
      assertThat(connector.release(List.of(key), ObjectConsumer.of("first"))).isEmpty();
      client.scriptFlush();
      assertThat(connector.release(List.of(key), ObjectConsumer.of("second"))).containsOnly(key);
    }
  }

  @Test
  void whoHasReleasedIsKeptNoLongerThanTheObject() {
    try (ReleasableConnector connector = (ReleasableConnector) open();
        Jedis client = TestObjects.client(server)) {
      Key key = put(connector, Duration.ofMinutes(1));
      connector.release(List.of(key), ObjectConsumer.of("first"));
      String record = "contract/released/{contract:twice}contract:twice";
      assertThat(client.smembers(record)).containsOnly("first");
      assertThat(client.pttl(record)).isBetween(1L, client.pttl("contract:twice") + 1000);
    }
  }

  private static Key put(Connector connector, Duration timeToLive) {
    byte[] bytes = {1, 2, 3};
    Key key = new Key("twice", Descriptor.of("bytes", bytes), 2);
    connector.put(key, bytes, timeToLive);
    return key;
  }
}
