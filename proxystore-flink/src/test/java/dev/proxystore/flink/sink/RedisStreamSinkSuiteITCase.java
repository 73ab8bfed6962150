package dev.proxystore.flink.sink;

import dev.proxystore.flink.testutils.ProxySinkSuite;
import dev.proxystore.redis.testing.RedisServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Redis Streams, with objects in Redis, under Flink's test suite of sinks. */
class RedisStreamSinkSuiteITCase extends ProxySinkSuite {
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
  protected String broker() {
    return "redis://127.0.0.1:" + server.port() + "/events?broker=stream&partitions=4";
  }

  @Override
  protected String store() {
    return "redis://127.0.0.1:" + server.port() + "/texts";
  }
}
