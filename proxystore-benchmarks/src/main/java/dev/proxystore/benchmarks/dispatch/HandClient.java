package dev.proxystore.benchmarks.dispatch;

import java.net.URI;
import java.time.Duration;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.RedisClient;

/** The client of what is written by hand, with the settings that ProxyStore has found to pay. */
final class HandClient {
  private static final String BUFFER = "jedis.bufferSize";

  private HandClient() {}

  static RedisClient open(URI redis, int connections) {
    if (System.getProperty(BUFFER) == null) {
      System.setProperty(BUFFER, "65536");
    }
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setMaxTotal(connections);
    pool.setMaxIdle(connections);
    pool.setMaxWait(Duration.ofSeconds(30));
    return RedisClient.builder()
        .hostAndPort(redis.getHost(), redis.getPort())
        .poolConfig(pool)
        .build();
  }
}
