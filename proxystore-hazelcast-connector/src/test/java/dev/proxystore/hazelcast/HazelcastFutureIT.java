package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.hazelcast.instance.impl.HazelcastInstanceProxy;
import com.hazelcast.map.impl.MapService;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.proxy.Proxy;
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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Futures between two stores of one address, each with connections of its own. */
final class HazelcastFutureIT {
  private static final int ROUNDS = 200;

  /** Generous: what is aimed at is 5 ms, which a busy machine may miss. */
  private static final Duration SLOWEST_MEDIAN = Duration.ofMillis(100);

  private static HazelcastMember member;

  private Store producer;
  private Store consumer;

  @BeforeAll
  static void startServer() {
    member = HazelcastMember.start();
  }

  @AfterAll
  static void stopServer() {
    member.close();
  }

  @BeforeEach
  void openStores() {
    consumer = open();
    producer = open();
  }

  /** Proxies resolve through the one that is opened first. */
  private static Store open() {
    return Store.builder(member.store("futures")).connectorOption("chunk-size", "1mb").build();
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
    LoggerFactory.getLogger(HazelcastFutureIT.class)
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

  private static int listeners() {
    return ((HazelcastInstanceProxy) member.instance())
        .getOriginal()
        .node
        .getNodeEngine()
        .getEventService()
        .getRegistrations(MapService.SERVICE_NAME, "futures")
        .size();
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
  void settingTheSameValueASecondTimeIsAnErrorToo() {
    ProxyFuture<String> future = producer.future();
    ProxyFuture<String> other = consumer.futureFromProxy(future.proxy());
    future.complete("one");
    assertThatExceptionOfType(FutureAlreadySetException.class)
        .isThrownBy(() -> other.complete("one"));
  }

  @Test
  void nobodyListensOnceNobodyWaits() {
    CompletableFuture<String> waiting = producer.<String>future().proxy().resolveAsync();
    awaitListeners(1);
    waiting.cancel(true);
    awaitListeners(0);
  }
}
