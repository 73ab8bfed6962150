package dev.proxystore.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.local.LocalConnector;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.serialize.KryoSerializer;
import dev.proxystore.serialize.SerializationException;
import dev.proxystore.store.future.FutureAlreadySetException;
import dev.proxystore.store.future.FutureFailedException;
import dev.proxystore.store.future.FutureTimeoutException;
import dev.proxystore.store.future.ProxyFuture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FutureTest {
  private static final FutureOptions SHORT =
      FutureOptions.defaults().withTimeout(Duration.ofMillis(50));

  private final WatchedConnector connector = new WatchedConnector(LocalConnector.of("futures"));
  private final Store store = Store.builder(connector).build();

  @AfterEach
  void closeStore() {
    store.close();
  }

  private static Thread inThread(Runnable work) {
    Thread thread = new Thread(work);
    thread.start();
    return thread;
  }

  private void awaitWatchers(int expected) {
    await().untilAsserted(() -> assertThat(connector.watchers()).isEqualTo(expected));
  }

  @Test
  void aProxyThatWasMadeBeforeItsObjectResolvesWhenThatIsThere() throws Exception {
    ProxyFuture<String> future = store.future();
    Proxy<String> proxy = future.proxy();
    assertThat(future.isDone()).isFalse();
    CompletableFuture<String> resolved = CompletableFuture.supplyAsync(proxy::resolve);
    awaitWatchers(1);
    future.complete("the object");
    assertThat(resolved.get(10, TimeUnit.SECONDS)).isEqualTo("the object");
    assertThat(future.isDone()).isTrue();
    assertThat(proxy.isResolved()).isTrue();
    awaitWatchers(0);
  }

  @Test
  void aStreamIsRefusedWithWhereItBelongsAndTheFutureStaysOpen() {
    ProxyFuture<Object> future = store.future();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> future.complete(new ByteArrayInputStream(new byte[3])))
        .withMessageContaining("java.io.ByteArrayInputStream")
        .withMessageContaining("store.put(InputStream)");
    assertThat(future.isDone()).isFalse();
    future.complete("text");
  }

  @Test
  void objectsOfAnyKindTravelThroughAFuture() {
    for (Object value : List.of(new byte[] {1, 2}, "text", Map.of("a", List.of(1, 2)))) {
      ProxyFuture<Object> future = store.future();
      future.complete(value);
      assertThat(future.proxy().resolve()).isEqualTo(value);
    }
  }

  @Test
  void aProxyOfAFutureTravelsByJavaKryoAndAddress() throws Exception {
    ProxyFuture<String> future = store.future(FutureOptions.defaults());
    List<Proxy<String>> travelled =
        List.of(
            throughJava(future.proxy()),
            throughKryo(future.proxy()),
            Proxy.fromUri(future.proxy().toUri(), String.class));
    assertThat(travelled).allMatch(future.proxy()::equals).noneMatch(Proxy::isResolved);
    List<CompletableFuture<String>> resolved = travelled.stream().map(Proxy::resolveAsync).toList();
    store.futureFromProxy(travelled.get(0)).complete("the object");
    for (CompletableFuture<String> each : resolved) {
      assertThat(each.get(10, TimeUnit.SECONDS)).isEqualTo("the object");
    }
    assertThat(future.isDone()).isTrue();
  }

  @SuppressWarnings("unchecked")
  private static <T> Proxy<T> throughJava(Proxy<T> proxy) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(proxy);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (Proxy<T>) in.readObject();
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> Proxy<T> throughKryo(Proxy<T> proxy) {
    KryoSerializer kryo = KryoSerializer.allowing(List.of());
    return (Proxy<T>) kryo.deserialize(kryo.serialize(proxy));
  }

  @Test
  void onlyProxiesOfFuturesOfThisStoreCanBeCompletedFrom() {
    Proxy<String> put = store.proxy("put");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> store.futureFromProxy(put))
        .withMessageContaining("is no proxy of a future of the store local:futures");
    try (Store other = Store.open("local:others")) {
      Proxy<String> proxy = store.<String>future().proxy();
      assertThatIllegalArgumentException().isThrownBy(() -> other.futureFromProxy(proxy));
    }
  }

  @Test
  void completingTwiceIsAnErrorThatKeepsTheFirst() {
    ProxyFuture<String> future = store.future();
    ProxyFuture<String> elsewhere = store.futureFromProxy(future.proxy());
    elsewhere.complete("first");
    assertThatExceptionOfType(FutureAlreadySetException.class)
        .isThrownBy(() -> future.complete("second"))
        .withMessageContaining(future.key().id())
        .withMessageContaining("local:futures");
    assertThatExceptionOfType(FutureAlreadySetException.class)
        .isThrownBy(() -> elsewhere.completeExceptionally(new IOException()));
    assertThat(future.proxy().resolve()).isEqualTo("first");
  }

  @Test
  void aFailureReachesWhoeverResolves() {
    ProxyFuture<String> future = store.future();
    CompletableFuture<String> waiting = future.proxy().resolveAsync();
    future.completeExceptionally(new IOException("disk full"));
    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(FutureFailedException.class);
    assertThatExceptionOfType(FutureFailedException.class)
        .isThrownBy(() -> future.proxy().resolve())
        .withMessageContaining("java.io.IOException: disk full")
        .satisfies(
            e -> {
              assertThat(e.failureClass()).isEqualTo("java.io.IOException");
              assertThat(e.failureMessage()).isEqualTo("disk full");
              assertThat(e.uri()).isEqualTo(future.proxy().toUri());
            });
  }

  @Test
  void aFailureStaysWhereTheObjectWouldGo() {
    ProxyFuture<String> future =
        store.future(FutureOptions.defaults().withOnResolve(OnResolve.EVICT));
    future.completeExceptionally(new IOException("disk full"));
    for (int i = 0; i < 2; i++) {
      assertThatExceptionOfType(FutureFailedException.class)
          .isThrownBy(() -> future.proxy().resolve());
    }
  }

  @Test
  void whoWaitsTooLongIsToldForWhatAndForHowLong() {
    ProxyFuture<String> future = store.future(SHORT);
    assertThatExceptionOfType(FutureTimeoutException.class)
        .isThrownBy(() -> future.proxy().resolve())
        .withMessageContaining(future.key().id())
        .withMessageContaining("local:futures")
        .withMessageContaining("within 50 ms")
        .withMessageContaining("FutureOptions.withTimeout")
        .satisfies(e -> assertThat(e.waited()).isEqualTo(Duration.ofMillis(50)));
    awaitWatchers(0);
  }

  @Test
  void aProxyWhoseWaitTimedOutMayBeResolvedAgain() {
    ProxyFuture<String> future = store.future(SHORT);
    Proxy<String> proxy = future.proxy();
    assertThatExceptionOfType(FutureTimeoutException.class).isThrownBy(proxy::resolve);
    future.complete("late");
    assertThat(proxy.resolve()).isEqualTo("late");
  }

  @Test
  void anInterruptEndsTheWaitAndIsKept() throws Exception {
    Proxy<String> proxy = store.<String>future().proxy();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    AtomicReference<Boolean> interrupted = new AtomicReference<>();
    Thread waiting =
        inThread(
            () -> {
              try {
                proxy.resolve();
              } catch (ProxyResolveException e) {
                failure.set(e);
                interrupted.set(Thread.currentThread().isInterrupted());
              }
            });
    awaitWatchers(1);
    waiting.interrupt();
    waiting.join(10_000);
    assertThat(failure.get()).hasMessageContaining("interrupted while waiting");
    assertThat(interrupted.get()).isTrue();
    awaitWatchers(0);
  }

  @Test
  void anInterruptOfOneLeavesTheOthersWaiting() throws Exception {
    ProxyFuture<String> future = store.future();
    Proxy<String> shared = future.proxy();
    Thread first = inThread(() -> assertThatThrownBy(shared::resolve));
    CompletableFuture<String> second = CompletableFuture.supplyAsync(shared::resolve);
    awaitWatchers(1);
    await().until(() -> first.getState() == Thread.State.WAITING);
    first.interrupt();
    first.join(10_000);
    future.complete("for the other");
    assertThat(second.get(10, TimeUnit.SECONDS)).isEqualTo("for the other");
  }

  @Test
  void cancellingLeavesNoWatcherBehind() {
    Proxy<String> proxy = store.<String>future().proxy();
    CompletableFuture<String> one = proxy.resolveAsync();
    CompletableFuture<String> two = proxy.resolveAsync();
    awaitWatchers(1);
    one.cancel(true);
    assertThat(two).isNotDone();
    awaitWatchers(1);
    two.cancel(true);
    awaitWatchers(0);
  }

  @Test
  void aProxyWhoseWaitWasCancelledMayBeResolvedAgain() throws Exception {
    ProxyFuture<String> future = store.future();
    Proxy<String> proxy = future.proxy();
    proxy.resolveAsync().cancel(true);
    CompletableFuture<String> again = proxy.resolveAsync();
    future.complete("the object");
    assertThat(again.get(10, TimeUnit.SECONDS)).isEqualTo("the object");
  }

  @Test
  void manyWhoWaitShareOneWaitAndOneFetch() throws Exception {
    ProxyFuture<Map<String, Integer>> future = store.future();
    List<CompletableFuture<Map<String, Integer>>> waiting = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waiting.add(Proxy.of(future.proxy().factory()).resolveAsync());
    }
    awaitWatchers(1);
    future.complete(Map.of("a", 1));
    Map<String, Integer> first = waiting.get(0).get(10, TimeUnit.SECONDS);
    for (CompletableFuture<Map<String, Integer>> each : waiting) {
      assertThat(each.get(10, TimeUnit.SECONDS)).isSameAs(first);
    }
    assertThat(connector.fetched()).isEqualTo(1);
    assertThat(connector.watched()).isEqualTo(1);
  }

  @Test
  void manyMoreThanThereAreThreadsMayWaitForDifferentObjects() throws Exception {
    List<ProxyFuture<Integer>> futures = new ArrayList<>();
    List<CompletableFuture<Integer>> waiting = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      futures.add(store.future());
      waiting.add(futures.get(i).proxy().resolveAsync());
    }
    assertThat(store.proxy("another").resolveAsync().get(10, TimeUnit.SECONDS))
        .isEqualTo("another");
    for (int i = 49; i >= 0; i--) {
      futures.get(i).complete(i);
      assertThat(waiting.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(i);
    }
  }

  @Test
  void anObjectMayGoWhenItIsResolved() {
    ProxyFuture<String> future =
        store.future(FutureOptions.defaults().withOnResolve(OnResolve.EVICT));
    future.complete("once");
    assertThat(future.proxy().resolve()).isEqualTo("once");
    assertThat(store.exists(future.key())).isFalse();
    assertThatExceptionOfType(FutureAlreadySetException.class)
        .isThrownBy(() -> future.complete("twice"));
  }

  @Test
  void anObjectMayHaveATimeToLive() {
    ProxyFuture<String> future =
        store.future(FutureOptions.defaults().withTimeToLive(Duration.ofMillis(30)));
    future.complete("soon gone");
    await().until(() -> !store.exists(future.key()));
  }

  @Test
  void closingTheStoreEndsTheWait() {
    CompletableFuture<String> waiting = store.<String>future().proxy().resolveAsync();
    awaitWatchers(1);
    store.close();
    assertThatThrownBy(() -> waiting.get(10, TimeUnit.SECONDS))
        .hasRootCauseInstanceOf(StoreClosedException.class);
    awaitWatchers(0);
  }

  @Test
  void whatIsNoObjectOfAFutureIsSaidToBe() {
    ProxyFuture<String> future = store.future();
    connector.put(future.key(), "foreign".getBytes(UTF_8), Duration.ZERO);
    assertThatExceptionOfType(ProxyResolveException.class)
        .isThrownBy(() -> future.proxy().resolve())
        .withCauseInstanceOf(SerializationException.class)
        .withMessageContaining("expected f7 and version 1, found 66");
  }

  @Test
  void anObjectThatIsThereIsAlsoHadByItsKey() {
    ProxyFuture<String> future = store.future();
    assertThat(store.get(future.key(), String.class)).isEmpty();
    future.complete("by key");
    assertThat(store.get(future.key(), String.class)).hasValue("by key");
    assertThat(store.getBatch(List.of(future.key()), String.class).get(0)).hasValue("by key");
  }

  @Test
  void aFutureInFilesIsFoundByLookingAgain(@TempDir Path folder) throws Exception {
    try (Store files = Store.open(folder.resolve("frames").toUri().toString())) {
      ProxyFuture<String> future = files.future();
      CompletableFuture<String> waiting = future.proxy().resolveAsync();
      future.complete("in a file");
      assertThat(waiting.get(10, TimeUnit.SECONDS)).isEqualTo("in a file");
      assertThatExceptionOfType(FutureAlreadySetException.class)
          .isThrownBy(() -> files.futureFromProxy(future.proxy()).complete("again"));
    }
  }

  @Test
  void aStoreThatCannotDeferSaysSo() {
    try (Store without = Store.builder(new CountingConnector()).build()) {
      assertThatThrownBy(without::future)
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessageContaining("has no futures: its connector is no DeferrableConnector");
    }
  }

  @Test
  void theDefaultsAreWhatIsSaid() {
    assertThat(FutureOptions.defaults().timeout()).isEqualTo(Duration.ofMinutes(5));
    assertThat(FutureOptions.defaults().onResolve()).isEqualTo(OnResolve.KEEP);
    assertThat(FutureOptions.defaults().timeToLive()).isEmpty();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FutureOptions.defaults().withTimeout(Duration.ZERO));
  }

  @Test
  void everyOptionMayBeChanged() {
    FutureOptions options =
        FutureOptions.defaults()
            .withTimeout(Duration.ofSeconds(7))
            .withOnResolve(OnResolve.EVICT)
            .withTimeToLive(Duration.ofHours(1));
    assertThat(options.timeout()).isEqualTo(Duration.ofSeconds(7));
    assertThat(options.onResolve()).isEqualTo(OnResolve.EVICT);
    assertThat(options.timeToLive()).hasValue(Duration.ofHours(1));
  }
}
