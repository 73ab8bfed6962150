package dev.proxystore.examples.demo;

import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.StoreConfig;
import java.io.IOException;
import redis.clients.jedis.RedisClient;

/** A private Redis in a process of its own, on loopback. */
record RedisDemoStore(RedisServer server, StoreConfig config) implements DemoStore {
  private static final String LOOPBACK = "127.0.0.1";

  static DemoStore start() throws IOException {
    RedisServer server = RedisServer.builder().start();
    String address = "redis://%s:%d/demo".formatted(LOOPBACK, server.port());
    return new RedisDemoStore(server, DemoStore.uncachedAndPatient(address));
  }

  @Override
  public long objectsLeft() {
    try (RedisClient client = RedisClient.create(LOOPBACK, server.port())) {
      return client.dbSize();
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
