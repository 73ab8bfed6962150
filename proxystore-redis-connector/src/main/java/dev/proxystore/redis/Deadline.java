package dev.proxystore.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Bounds the time that it takes to open a store. The client library bounds each connection and each
 * answer, but it may wait for several: once for each node that is silent, and a second time where
 * TLS says good-bye.
 */
final class Deadline {
  private static final Duration MARGIN = Duration.ofSeconds(1);

  private Deadline() {}

  /** One connection, one answer, and a moment: 8 s by default. */
  static Duration of(RedisOptions options) {
    return options.connectTimeout().plus(options.timeout()).plus(MARGIN);
  }

  /**
   * Opens within a time. What opens too late is closed when it does, by the thread that has waited.
   *
   * @param start when the time began, in the nanoseconds of this JVM
   */
  static RedisServers open(Supplier<RedisServers> opening, Duration limit, long start) {
    CompletableFuture<RedisServers> opened = new CompletableFuture<>();
    Thread thread = new Thread(() -> complete(opened, opening), "proxystore-redis-open");
    thread.setDaemon(true);
    thread.start();
    try {
      long left = limit.toNanos() - (System.nanoTime() - start);
      return opened.get(left, TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : new JedisException(e);
    } catch (TimeoutException e) {
      return givenUp(
          opened, new JedisConnectionException("no answer within " + RedisFailures.text(limit)));
    } catch (InterruptedException e) {
      return givenUp(opened, new JedisException(e));
    }
  }

  private static void complete(
      CompletableFuture<RedisServers> opened, Supplier<RedisServers> opening) {
    try {
      RedisServers servers = opening.get();
      if (!opened.complete(servers)) {
        servers.close();
      }
    } catch (RuntimeException | Error e) {
      opened.completeExceptionally(e);
    }
  }

  /** Throws, unless what was waited for has come at this very moment. */
  private static RedisServers givenUp(
      CompletableFuture<RedisServers> opened, JedisException reason) {
    if (opened.completeExceptionally(reason) || opened.isCompletedExceptionally()) {
      throw reason;
    }
    return opened.join();
  }
}
