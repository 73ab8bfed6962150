package dev.proxystore.benchmarks.chaos;

import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import redis.clients.jedis.RedisClient;

/**
 * A Redis server that writes each change to its append-only file before it answers, so that a kill
 * loses nothing that was answered. With {@code appendfsync everysec} it would: while an earlier
 * {@code fsync} is under way such a server answers first and writes up to 2 s later.
 */
record RedisChaosStore(RedisServer server) implements ChaosStore {

  static ChaosStore start(Path folder) throws IOException {
    return new RedisChaosStore(
        RedisServer.builder().appendOnly(Files.createDirectories(folder.resolve("redis"))).start());
  }

  @Override
  public StoreConfig config() {
    return ChaosStore.uncached("redis://%s/%s".formatted(server.hostAndPort(), NAME));
  }

  @Override
  public String kill(Kill kill) throws InterruptedException {
    server.kill();
    TimeUnit.MILLISECONDS.sleep(kill.pause().toMillis());
    server.restart();
    return "the Redis server, away for %d ms".formatted(kill.pause().toMillis());
  }

  @Override
  public long entries() {
    try (RedisClient client = RedisClient.create("redis://" + server.hostAndPort())) {
      return client.dbSize();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
