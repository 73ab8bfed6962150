package dev.proxystore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.proxy.ProxyResolveException;
import dev.proxystore.serialize.SerializationException;
import dev.proxystore.serialize.Serializer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the cache and concurrent readers share, and what they must not. */
@Timeout(60)
final class SharedReadsTest {
  private static final int THREADS = 16;
  private static final PutOptions ONE = PutOptions.defaults().withId("one");

  private final CountingConnector connector = new CountingConnector();
  private final Store store = Store.builder(connector).build();
  private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);

  @AfterEach
  void close() {
    pool.shutdownNow();
    store.close();
  }

  private CompletableFuture<Optional<Object>> readInBackground(Key key) {
    return CompletableFuture.supplyAsync(() -> store.get(key, Object.class), pool);
  }

  @Test
  void aCachedObjectIsFetchedOnceAndShared() {
    Key key = store.put(List.of(1, 2));
    Object first = store.get(key, Object.class).orElseThrow();
    assertThat(store.get(key, Object.class).orElseThrow()).isSameAs(first);
    assertThat(store.getBatch(List.of(key), Object.class).get(0).orElseThrow()).isSameAs(first);
    assertThat(store.proxyFromKey(key).resolve()).isSameAs(first);
    assertThat(connector.gets).hasValue(1);
  }

  @Test
  void withoutACacheNoMutableObjectIsSharedAndEachReadGivesAnObjectOfItsOwn() {
    CountingConnector other = new CountingConnector();
    try (Store uncached = Store.builder(other).withoutCache().build()) {
      Key key = uncached.put(new byte[] {1});
      byte[] first = uncached.get(key, byte[].class).orElseThrow();
      first[0] = 9;
      assertThat(uncached.get(key, byte[].class)).hasValue(new byte[] {1});
      assertThat(other.gets).hasValue(2);
    }
  }

  @Test
  void whoAsksJustWhenAnotherIsDoneDoesNotFetchAgain() {
    int rounds = 2000;
    for (int round = 0; round < rounds; round++) {
      Key key = store.put(List.of(round));
      List<CompletableFuture<Optional<Object>>> reads =
          Stream.generate(() -> readInBackground(key)).limit(THREADS).toList();
      Object first = reads.get(0).join().orElseThrow();
      reads.forEach(each -> assertThat(each.join().orElseThrow()).isSameAs(first));
      store.evict(key); // or the cache would be full, and choose what it keeps
    }
    assertThat(connector.gets).hasValue(rounds);
  }

  @Test
  void threadsThatReadTheSameObjectShareOneFetch() {
    Key key = store.put("value", ONE);
    CountDownLatch gate = connector.holdUp("one");
    List<CompletableFuture<Optional<Object>>> answers =
        Stream.generate(() -> readInBackground(key)).limit(THREADS).toList();
    await().until(() -> connector.gets.get() == 1);
    gate.countDown();
    Object first = answers.get(0).join().orElseThrow();
    assertThat(answers).allSatisfy(each -> assertThat(each.join().orElseThrow()).isSameAs(first));
    assertThat(connector.gets).hasValue(1);
  }

  @Test
  void aSlowFetchOfOneKeyDoesNotBlockAnotherNorACachedOne() {
    Key cached = store.put("cached");
    assertThat(store.get(cached, String.class)).hasValue("cached");
    Key held = store.put("held", ONE);
    connector.holdUp("one");
    CompletableFuture<Optional<Object>> answer = readInBackground(held);
    await().until(() -> connector.gets.get() == 2);
    assertThat(store.get(cached, String.class)).hasValue("cached");
    assertThat(store.get(store.put("free"), String.class)).hasValue("free");
    assertThat(answer).isNotDone();
    connector.holdUp("one").countDown();
    assertThat(answer.join()).hasValue("held");
  }

  /** Writes nothing, and reads when it is let. */
  private record SlowSerializer(CountDownLatch reading, CountDownLatch gate) implements Serializer {
    @Override
    public String id() {
      return "slow";
    }

    @Override
    public byte[] serialize(Object value) {
      return new byte[0];
    }

    @Override
    public Object deserialize(byte[] bytes) {
      reading.countDown();
      try {
        gate.await();
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      return "read slowly";
    }
  }

  @Test
  void aSlowDeserialisationOfOneKeyDoesNotBlockAnother() throws Exception {
    SlowSerializer slow = new SlowSerializer(new CountDownLatch(1), new CountDownLatch(1));
    Key held = store.put("held", PutOptions.defaults().withSerializer(slow));
    CompletableFuture<Optional<Object>> answer =
        CompletableFuture.supplyAsync(() -> store.get(held, Object.class, slow), pool);
    assertThat(slow.reading().await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(store.get(store.put("free"), String.class)).hasValue("free");
    assertThat(answer).isNotDone();
    slow.gate().countDown();
    assertThat(answer.join()).hasValue("read slowly");
  }

  @Test
  void settingAKeyAgainInvalidatesTheCache() {
    Key old = store.put("old", ONE);
    assertThat(store.get(old, String.class)).hasValue("old");
    Key current = store.put("new", ONE);
    assertThat(store.isCached(old)).isFalse();
    assertThat(store.get(current, String.class)).hasValue("new");
  }

  @Test
  void aFactoryIsSerialisableWhileAFetchIsUnderWay() throws Exception {
    Proxy<String> proxy = store.proxy("value", ONE);
    CountDownLatch gate = connector.holdUp("one");
    CompletableFuture<String> fetch = proxy.resolveAsync();
    await().until(() -> connector.gets.get() == 1);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new ObjectOutputStream(bytes).writeObject(proxy);
    Object copy = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray())).readObject();
    assertThat(copy).isEqualTo(proxy);
    assertThat(fetch).isNotDone();
    gate.countDown();
    assertThat(fetch.join()).isEqualTo("value");
  }

  @Test
  void aReadThatAPutOvertookDoesNotBringBackTheOldObject() {
    Key old = store.put("old", ONE);
    CountDownLatch gate = connector.holdUp("one");
    CompletableFuture<Optional<Object>> slow = readInBackground(old);
    await().until(() -> connector.gets.get() == 1);
    Key current = store.put("new", ONE);
    gate.countDown();
    assertThat(slow.join()).hasValue("old");
    assertThat(store.get(current, String.class)).hasValue("new");
  }

  @Test
  void aReadThatAnEvictionOvertookDoesNotBringBackTheObject() {
    Key key = store.put("old", ONE);
    CountDownLatch gate = connector.holdUp("one");
    CompletableFuture<Optional<Object>> slow = readInBackground(key);
    await().until(() -> connector.gets.get() == 1);
    store.evict(key);
    gate.countDown();
    assertThat(slow.join()).hasValue("old");
    assertThat(store.isCached(key)).isFalse();
    assertThat(store.get(key, String.class)).isEmpty();
  }

  @Test
  void anObjectWhoseReadingAsksForItselfFailsInsteadOfWaitingForEver() {
    AtomicReference<Key> self = new AtomicReference<>();
    Serializer circular =
        new Serializer() {
          @Override
          public String id() {
            return "circular";
          }

          @Override
          public byte[] serialize(Object value) {
            return new byte[0];
          }

          @Override
          public Object deserialize(byte[] bytes) {
            return store.get(self.get(), Object.class, this);
          }
        };
    self.set(store.put(1, PutOptions.defaults().withSerializer(circular)));
    assertThatThrownBy(() -> store.get(self.get(), Object.class, circular))
        .isInstanceOf(SerializationException.class)
        .hasMessageContaining("asks for");
  }

  @Test
  void aBackgroundReadOfAStoreThatIsClosedMeanwhileFailsAndDoesNotOpenItAgain() {
    Deque<Runnable> tasks = new ConcurrentLinkedDeque<>();
    StoreAddress address = StoreAddress.parse("counting:closed-meanwhile");
    Store other = Store.builder(address.toString()).executor(tasks::add).build();
    CompletableFuture<String> answer = other.proxy("x").resolveAsync();
    other.close();
    tasks.forEach(Runnable::run);
    assertThatThrownBy(answer::join).hasRootCauseInstanceOf(StoreClosedException.class);
    assertThat(CountingConnectorProvider.opened(address)).hasSize(1);
  }

  @Test
  void anExecutorThatRefusesWorkIsAClearFailure() {
    ExecutorService closed = Executors.newSingleThreadExecutor();
    closed.shutdown();
    try (Store other = Store.builder(new CountingConnector()).executor(closed).build()) {
      assertThatThrownBy(() -> other.proxy("x").resolveAsync().join())
          .hasCauseInstanceOf(ProxyResolveException.class)
          .hasMessageContaining("takes no more work");
    }
  }
}
