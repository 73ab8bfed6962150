package dev.proxystore.flink.sink;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.StoreConfig;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A sink with several consumers, with objects on a Redis server. */
class FanOutSinkRedisITCase extends FanOutSinkKit {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static RedisServer server;

  @BeforeAll
  static void start() {
    server = RedisServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  StoreConfig store() {
    return StoreConfig.of("redis://" + server.hostAndPort() + "/texts");
  }
}
