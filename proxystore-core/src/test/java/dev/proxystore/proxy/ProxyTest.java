package dev.proxystore.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
final class ProxyTest {
  private static final int THREADS = 16;

  private final RecordingFactory<Object> factory = new RecordingFactory<>(Object::new);
  private final Proxy<Object> proxy = Proxy.of(factory);

  @Test
  void theObjectIsFetchedWhenItIsFirstAskedForAndKept() {
    assertThat(proxy.isResolved()).isFalse();
    assertThat(factory.fetches()).isZero();
    Object value = proxy.resolve();
    assertThat(proxy.isResolved()).isTrue();
    assertThat(proxy.resolve()).isSameAs(value);
    assertThat(proxy.resolveAsync()).isCompletedWithValue(value);
    assertThat(factory.fetches()).isOne();
  }

  @Test
  void anObjectThatWasFetchedAheadCountsOnceItIsAskedFor() {
    Object object = new Object();
    Proxy<Object> ahead = Proxy.fetched(factory, object);
    assertThat(ahead.isResolved()).isFalse();
    assertThat(ahead.resolve()).isSameAs(object);
    assertThat(ahead.isResolved()).isTrue();
    assertThat(ahead.dropFetched()).isFalse();
    assertThat(ahead.resolve()).isSameAs(object);
    assertThat(factory.fetches()).isZero();
  }

  @Test
  void anObjectThatWasFetchedAheadAndDroppedIsFetchedByWhoAsksForIt() {
    Object object = new Object();
    Proxy<Object> ahead = Proxy.fetched(factory, object);
    assertThat(ahead.dropFetched()).isTrue();
    assertThat(ahead.dropFetched()).isFalse();
    assertThat(ahead.resolveAsync().join()).isNotSameAs(object);
    assertThat(factory.fetches()).isOne();
    assertThat(proxy.dropFetched()).isFalse();
  }

  @Test
  void manyThreadsShareOneFetch() throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      List<Future<Object>> answers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        boolean async = i % 2 == 0;
        answers.add(
            pool.submit(
                () -> {
                  start.await();
                  return async ? proxy.resolveAsync().get() : proxy.resolve();
                }));
      }
      for (Future<Object> each : answers) {
        assertThat(each.get(30, TimeUnit.SECONDS)).isSameAs(proxy.resolve());
      }
      assertThat(factory.fetches()).isOne();
    } finally {
      pool.shutdownNow();
    }
  }

  @Test
  void aFailedAttemptIsReportedAndNotKept() {
    factory.failingFirstWith(new IllegalStateException("not yet"));
    assertThatThrownBy(proxy::resolve).isInstanceOf(IllegalStateException.class);
    assertThat(proxy.isResolved()).isFalse();
    assertThat(proxy.resolve()).isNotNull();
    assertThat(factory.fetches()).isEqualTo(2);
  }

  @Test
  void aFailedAttemptInTheBackgroundIsReportedAndNotKept() {
    factory.failingFirstWith(new IllegalStateException("not yet"));
    assertThatThrownBy(() -> proxy.resolveAsync().get())
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(IllegalStateException.class);
    assertThat(proxy.isResolved()).isFalse();
    assertThat(proxy.resolveAsync().join()).isSameAs(proxy.resolve());
  }

  @Test
  void aFetchInTheBackgroundDoesNotHoldUpTheCaller() {
    CountDownLatch arrived = new CountDownLatch(1);
    Proxy<String> slow = Proxy.of(new RecordingFactory<>(() -> awaited(arrived)));
    CompletableFuture<String> answer = slow.resolveAsync();
    assertThat(answer).isNotDone();
    assertThat(slow.isResolved()).isFalse();
    arrived.countDown();
    assertThat(answer.join()).isEqualTo("arrived");
    assertThat(slow.isResolved()).isTrue();
  }

  @Test
  void cancellingTheAnswerDoesNotStopTheFetch() {
    CountDownLatch arrived = new CountDownLatch(1);
    Proxy<String> slow = Proxy.of(new RecordingFactory<>(() -> awaited(arrived)));
    assertThat(slow.resolveAsync().cancel(true)).isTrue();
    arrived.countDown();
    assertThat(slow.resolve()).isEqualTo("arrived");
  }

  @Test
  void whoWaitsForAnotherThreadsFetchCanBeInterrupted() {
    CountDownLatch arrived = new CountDownLatch(1);
    Proxy<String> slow = Proxy.of(new RecordingFactory<>(() -> awaited(arrived)));
    CompletableFuture<String> fetch = slow.resolveAsync();
    Thread.currentThread().interrupt();
    assertThatThrownBy(slow::resolve)
        .isInstanceOf(ProxyResolveException.class)
        .hasMessageContaining("interrupted");
    assertThat(Thread.interrupted()).as("the interrupt was kept").isTrue();
    arrived.countDown();
    assertThat(fetch.join()).isEqualTo("arrived");
  }

  @Test
  void aFetchThatResolvesItsOwnProxyFailsInsteadOfWaitingForEver() {
    AtomicReference<Proxy<Object>> self = new AtomicReference<>();
    self.set(Proxy.of(new RecordingFactory<>(() -> self.get().resolve())));
    assertThatThrownBy(() -> self.get().resolve())
        .isInstanceOf(ProxyResolveException.class)
        .hasMessageContaining("resolves this very proxy");
  }

  @Test
  void equalityHashAndTextAreThoseOfTheAddressAndNeverFetch() {
    Proxy<Object> same = Proxy.of(factory);
    assertThat(proxy).isEqualTo(same).hasSameHashCodeAs(same).hasToString("test:store/id");
    assertThat(proxy).isNotEqualTo(Proxy.of(new RecordingFactory<>(Object::new)));
    assertThat(proxy).isNotEqualTo("test:store/id");
    assertThat(factory.fetches()).isZero();
  }

  @Test
  void aWaitingThreadSeesTheFailureOfTheOneThatFetches() {
    CountDownLatch arrived = new CountDownLatch(1);
    Proxy<String> slow =
        Proxy.of(
            new RecordingFactory<>(
                () -> {
                  awaited(arrived);
                  throw new IllegalStateException("gone");
                }));
    CompletableFuture<String> first = slow.resolveAsync();
    CompletableFuture<String> second = slow.resolveAsync();
    arrived.countDown();
    await().until(() -> first.isCompletedExceptionally() && second.isCompletedExceptionally());
    assertThatThrownBy(second::join).hasRootCauseMessage("gone");
  }

  private static String awaited(CountDownLatch arrived) {
    try {
      arrived.await();
      return "arrived";
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
