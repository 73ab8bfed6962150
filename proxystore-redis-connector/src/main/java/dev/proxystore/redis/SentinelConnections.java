package dev.proxystore.redis;

import java.time.Duration;
import java.util.Set;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisClientConfig;
import redis.clients.jedis.providers.SentineledConnectionProvider;

/**
 * Connections to the server that sentinels guard. Its parent has a thread for each sentinel, and
 * closing it stops no thread that has not begun to run or that is just connecting; such a thread
 * would stay for good. This one asks until they have ended.
 */
final class SentinelConnections extends SentineledConnectionProvider {
  private static final Duration PATIENCE = Duration.ofSeconds(1);
  private static final long MILLIS_BETWEEN_REQUESTS = 5;

  SentinelConnections(
      String master,
      JedisClientConfig servers,
      ConnectionPoolConfig pool,
      Set<HostAndPort> sentinels,
      JedisClientConfig sentinelConfig) {
    super(master, servers, pool, sentinels, sentinelConfig);
  }

  @Override
  public void close() {
    super.close();
    long start = System.nanoTime();
    try {
      while (isListening() && System.nanoTime() - start < PATIENCE.toNanos()) {
        for (SentinelListener each : sentinelListeners) {
          each.shutdown();
          each.join(MILLIS_BETWEEN_REQUESTS);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean isListening() {
    return sentinelListeners.stream().anyMatch(Thread::isAlive);
  }
}
