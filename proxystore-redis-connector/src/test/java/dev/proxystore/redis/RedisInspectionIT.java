package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.InspectableConnector;
import dev.proxystore.connector.InspectionContract;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoredObject;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.serialize.Descriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

final class RedisInspectionIT extends InspectionContract {
  @AutoClose private static final RedisServer server = RedisServer.start();

  @Override
  protected Connector open() {
    return TestObjects.open(
        "redis://" + server.hostAndPort() + "/2/contract", Map.of(RedisOptions.CHUNK_SIZE, "1mb"));
  }

  /** To ask for the length of an object first is to use it: every age was nothing. */
  @Test
  void theAgeIsThatFromBeforeOneLooked() {
    byte[] bytes = {1, 2, 3};
    try (InspectableConnector connector =
            (InspectableConnector)
                TestObjects.open("redis://" + server.hostAndPort() + "/ages", Map.of());
        Jedis jedis = new Jedis(RedisServer.HOST, server.port())) {
      connector.put(new Key("old", Descriptor.of("bytes", bytes)), bytes, Connector.UNLIMITED);
      await().until(() -> jedis.objectIdletime("ages:old") >= 2);
      List<StoredObject> found = new ArrayList<>();
      connector.inspect("", found::add);
      assertThat(found)
          .singleElement()
          .satisfies(
              old -> {
                assertThat(old.id()).isEqualTo("old");
                assertThat(old.bytes()).hasValue(3);
                assertThat(old.age().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofSeconds(2));
              });
    }
  }
}
