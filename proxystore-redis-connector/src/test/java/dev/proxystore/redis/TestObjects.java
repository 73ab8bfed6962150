package dev.proxystore.redis;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.serialize.Descriptor;
import java.util.Arrays;
import java.util.Map;
import redis.clients.jedis.Jedis;

/** Connectors, keys and bytes for tests. */
final class TestObjects {
  static final int CHUNK = 1 << 20;

  /** Splits into three chunks. */
  static final int LARGE = 2 * CHUNK + 12345;

  private TestObjects() {}

  static Connector open(String address, Map<String, String> options) {
    return Connectors.open(StoreAddress.parse(address), ConnectorOptions.of(options));
  }

  /** A store named frames with chunks of 1 MiB. */
  static Connector open(RedisServer server) {
    return open(address(server), Map.of(RedisOptions.CHUNK_SIZE, "1mb"));
  }

  static String address(RedisServer server) {
    return "redis://" + server.hostAndPort() + "/frames";
  }

  /** A plain client, to look at what is stored. */
  static Jedis client(RedisServer server) {
    return new Jedis(RedisServer.HOST, server.port());
  }

  static Key key(String id, byte[] bytes) {
    return new Key(id, Descriptor.of("bytes", bytes));
  }

  static byte[] filled(int size, int with) {
    byte[] bytes = new byte[size];
    Arrays.fill(bytes, (byte) with);
    return bytes;
  }
}
