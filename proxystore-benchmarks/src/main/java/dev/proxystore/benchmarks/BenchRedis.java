package dev.proxystore.benchmarks;

import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.redis.testing.RedisServerBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import redis.clients.jedis.Jedis;

/**
 * The Redis server that benchmarks run against: what {@code PROXYSTORE_REDIS_SERVER} names, else
 * the {@code redis-server} that is installed, else the one that the tests bring along. That one
 * allocates through its C library and takes about twice as long for objects of 1 MiB.
 */
public final class BenchRedis {
  private static final String TOLD = "PROXYSTORE_REDIS_SERVER";
  private static final Pattern VERSION = Pattern.compile("redis_version:(\\S+)");
  private static final Pattern ALLOCATOR = Pattern.compile("mem_allocator:(\\S+)");

  private BenchRedis() {}

  public static RedisServer start() {
    RedisServerBuilder builder = RedisServer.builder();
    if (System.getenv(TOLD) == null) {
      installed().ifPresent(builder::binary);
    }
    return builder.start();
  }

  private static Optional<Path> installed() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .map(folder -> Path.of(folder, "redis-server"))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /** The server's version and allocator, such as {@code 7.0.15 jemalloc-5.3.0}. */
  public static String describe(RedisServer server) {
    try (Jedis jedis = new Jedis(RedisServer.HOST, server.port())) {
      return first(VERSION, jedis.info("server")) + " " + first(ALLOCATOR, jedis.info("memory"));
    }
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : "unknown";
  }
}
