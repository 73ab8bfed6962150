package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.Store;
import dev.proxystore.store.future.FutureAlreadySetException;
import dev.proxystore.store.future.FutureFailedException;
import dev.proxystore.store.future.ProxyFuture;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.args.ClientType;
import redis.clients.jedis.params.ClientKillParams;

/** Futures between two stores of one address, each with connections of its own. */
final class RedisFutureIT {
  private static final int ROUNDS = 200;

  /** Generous: what is aimed at is 5 ms, which a busy machine may miss. */
  private static final Duration SLOWEST_MEDIAN = Duration.ofMillis(100);

  @AutoClose private static final RedisServer server = RedisServer.start();

  private Store producer;
  private Store consumer;

  @BeforeEach
  void openStores() {
    consumer = open();
    producer = open();
  }

  /** Proxies resolve through the one that is opened first. */
  private static Store open() {
    return Store.builder(TestObjects.address(server)).connectorOption("chunk-size", "1mb").build();
  }

  @AfterEach
  void closeStores() {
    producer.close();
    consumer.close();
  }

  @Test
  void whoWaitsIsWokenSoonAfterTheObjectIsThere() throws Exception {
    long[] nanos = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      nanos[i] = nanosToWakeUp();
    }
    Arrays.sort(nanos);
    LoggerFactory.getLogger(RedisFutureIT.class)
        .warn(
            "Woken after {} us (median), {} us (90 %) in {} rounds.",
            nanos[ROUNDS / 2] / 1000, nanos[ROUNDS * 9 / 10] / 1000, ROUNDS);
    assertThat(Duration.ofNanos(nanos[ROUNDS / 2])).isLessThan(SLOWEST_MEDIAN);
  }

  /** From when it is completed until the thread that resolves it has the object. */
  private long nanosToWakeUp() throws Exception {
    ProxyFuture<String> future = producer.future();
    Proxy<String> proxy = future.proxy();
    CompletableFuture<Long> woken =
        CompletableFuture.supplyAsync(
            () -> {
              assertThat(proxy.resolve()).isEqualTo("the object");
              return System.nanoTime();
            });
    awaitListeners(1);
    long completed = System.nanoTime();
    future.complete("the object");
    long nanos = woken.get(30, TimeUnit.SECONDS) - completed;
    awaitListeners(0);
    return nanos;
  }

  private static void awaitListeners(int expected) {
    await().pollInterval(Duration.ofMillis(1)).until(() -> listeners() == expected);
  }

  private static long listeners() {
    try (Jedis client = TestObjects.client(server)) {
      return client.pubsubNumSub("frames/set").get("frames/set");
    }
  }

  @Test
  void aLargeObjectAndAFailureReachWhoWaitsInAnotherStore() throws Exception {
    ProxyFuture<byte[]> future = producer.future();
    ProxyFuture<byte[]> failing = producer.future();
    CompletableFuture<byte[]> large = future.proxy().resolveAsync();
    CompletableFuture<byte[]> failure = failing.proxy().resolveAsync();
    byte[] bytes = new byte[5 << 20];
    Arrays.fill(bytes, (byte) 7);
    future.complete(bytes);
    failing.completeExceptionally(new IOException("disk full"));
    assertThat(large.get(30, TimeUnit.SECONDS)).isEqualTo(bytes);
    assertThat(failure)
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(FutureFailedException.class)
        .withMessageContaining("java.io.IOException: disk full");
    assertThatExceptionOfType(FutureAlreadySetException.class)
        .isThrownBy(() -> consumer.futureFromProxy(future.proxy()).complete(bytes));
  }

  @Test
  void nobodyListensOnceNobodyWaits() {
    CompletableFuture<String> waiting = producer.<String>future().proxy().resolveAsync();
    awaitListeners(1);
    waiting.cancel(true);
    awaitListeners(0);
  }

  @Test
  void aConnectionThatBreaksOffWhileSomebodyWaitsIsMadeAnew() throws Exception {
    ProxyFuture<String> future = producer.future();
    CompletableFuture<String> waiting = future.proxy().resolveAsync();
    awaitListeners(1);
    try (Jedis client = TestObjects.client(server)) {
      client.clientKill(ClientKillParams.clientKillParams().type(ClientType.PUBSUB));
    }
    awaitListeners(1);
    future.complete("the object");
    assertThat(waiting.get(30, TimeUnit.SECONDS)).isEqualTo("the object");
  }
}
