package dev.proxystore.flink.source;

import dev.proxystore.flink.testutils.ProxySourceSuite;
import dev.proxystore.redis.testing.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Redis Streams, under Flink's test suite of sources. */
class RedisStreamSourceSuiteITCase extends ProxySourceSuite {
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
  protected String address() {
    return "redis://127.0.0.1:" + server.port() + "/events?broker=stream&partitions=4";
  }
}
