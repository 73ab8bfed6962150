package dev.proxystore.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.proxystore.connector.DeferrableConnector.Watch;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every connector must do whose objects may have a key before they exist. A connector's proof
 * is a class that extends this one and says how to open a connector, and what lies in its store.
 */
public abstract class DeferrableContract {
  private static final byte[] BYTES = "bytes".getBytes(UTF_8);
  private static final byte[] OTHERS = "others".getBytes(UTF_8);
  private static final int THREADS = 8;

  private DeferrableConnector connector;

  /** A connector to the same store each time; the kit closes what it opens. */
  protected abstract Connector open();

  /** All that lies in the store, by whatever name: objects, and what is kept of them. */
  protected abstract Collection<String> everything();

  /** A size, in bytes, of objects that the connector splits. */
  protected int largeSize() {
    return 3 * (1 << 20) + 12345;
  }

  @BeforeEach
  final void openConnector() {
    connector = (DeferrableConnector) open();
    assertThat(everything()).isEmpty();
  }

  @AfterEach
  final void closeConnector() {
    if (connector instanceof ListableConnector listable) {
      listable.list("", id -> connector.evict(Key.toEvict(id)));
    }
    connector.close();
  }

  private Key newKey() {
    return connector.newKey(UUID.randomUUID().toString());
  }

  private boolean set(Key key, byte[] bytes) {
    return connector.set(key, bytes, Connector.UNLIMITED);
  }

  private byte[] large(int seed) {
    byte[] bytes = new byte[largeSize()];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private void assertNothingIsLeft() {
    assertThat(everything()).isEmpty();
  }

  @Test
  void aKeyThatIsMadeSaysThatItsObjectComesLaterAndStoresNothing() {
    assertThat(newKey().isDeferred()).isTrue();
    assertThat(newKey()).isNotEqualTo(newKey());
    assertNothingIsLeft();
  }

  @Test
  void anObjectThatWasNotSetIsMissing() {
    Key key = newKey();
    assertThat(connector.get(key)).isEmpty();
    assertThat(connector.take(key)).isEmpty();
    assertThat(connector.exists(key)).isFalse();
    connector.evict(key);
  }

  @Test
  void anObjectThatWasSetIsFoundTakenAndEvicted() {
    for (byte[] bytes : List.of(BYTES, new byte[0], large(1))) {
      Key taken = newKey();
      Key evicted = newKey();
      assertThat(set(taken, bytes)).isTrue();
      assertThat(set(evicted, bytes)).isTrue();
      assertThat(connector.exists(taken)).isTrue();
      assertThat(connector.get(taken)).hasValue(bytes);
      assertThat(connector.getBatch(List.of(taken, evicted)))
          .allSatisfy(each -> assertThat(each).hasValue(bytes));
      assertThat(connector.take(taken)).hasValue(bytes);
      assertThat(connector.exists(taken)).isFalse();
      connector.evict(evicted);
      assertThat(connector.exists(evicted)).isFalse();
      assertNothingIsLeft();
    }
  }

  @Test
  void anObjectIsSetOnceAndTheSecondLeavesNothingBehind() {
    Key key = newKey();
    assertThat(set(key, BYTES)).isTrue();
    assertThat(set(key, OTHERS)).isFalse();
    assertThat(set(key, large(2))).isFalse();
    assertThat(connector.get(key)).hasValue(BYTES);
    connector.evict(key);
    assertNothingIsLeft();
  }

  @Test
  void aLargeObjectIsSetOnceAndTheSecondLeavesNothingBehind() {
    Key key = newKey();
    byte[] first = large(3);
    assertThat(set(key, first)).isTrue();
    assertThat(set(key, large(4))).isFalse();
    assertThat(set(key, BYTES)).isFalse();
    assertThat(connector.get(key)).hasValue(first);
    connector.evict(key);
    assertNothingIsLeft();
  }

  @Test
  void ofManyConnectorsThatSetAtTheSameTimeOneDoes() throws Exception {
    List<Connector> connectors = new ArrayList<>();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      for (int i = 0; i < THREADS; i++) {
        connectors.add(open());
      }
      for (int round = 0; round < 10; round++) {
        Key key = newKey();
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<Boolean>> sets = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          DeferrableConnector mine = (DeferrableConnector) connectors.get(i);
          byte[] bytes = i % 4 == 3 ? large(i) : ("from " + i).getBytes(UTF_8);
          Callable<Boolean> set =
              () -> {
                start.await();
                return mine.set(key, bytes, Connector.UNLIMITED);
              };
          sets.add(threads.submit(set));
        }
        int stored = 0;
        for (Future<Boolean> each : sets) {
          stored += each.get() ? 1 : 0;
        }
        assertThat(stored).isEqualTo(1);
        connector.evict(key);
        assertNothingIsLeft();
      }
    } finally {
      threads.shutdownNow();
      connectors.forEach(Connector::close);
    }
  }

  @Test
  void aLargeObjectIsVisibleWholeOrNotAtAllWhileItIsSet() throws Exception {
    byte[] bytes = large(5);
    Key key = newKey();
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try {
      Future<Boolean> set = thread.submit(() -> set(key, bytes));
      Optional<byte[]> found;
      do {
        found = connector.get(key);
        found.ifPresent(each -> assertThat(each).isEqualTo(bytes));
      } while (found.isEmpty() || !set.isDone());
      assertThat(set.get()).isTrue();
    } finally {
      thread.shutdownNow();
    }
  }

  @Test
  void anObjectThatWasEvictedMayBeSetAnew() {
    Key key = newKey();
    set(key, large(6));
    connector.evict(key);
    assertThat(set(key, OTHERS)).isTrue();
    assertThat(connector.get(key)).hasValue(OTHERS);
  }

  @Test
  void anObjectGoesInTimeAndMayThenBeSetAnew() {
    Key key = newKey();
    assertThat(connector.set(key, BYTES, Duration.ofMillis(300))).isTrue();
    assertThat(connector.get(key)).hasValue(BYTES);
    await().atMost(Duration.ofSeconds(10)).until(() -> !connector.exists(key));
    assertThat(connector.get(key)).isEmpty();
    assertThat(set(key, OTHERS)).isTrue();
    assertThat(connector.get(key)).hasValue(OTHERS);
  }

  @Test
  void whoWatchesIsCalledWhenTheObjectIsSetByAnotherConnector() {
    Key key = newKey();
    AtomicInteger calls = new AtomicInteger();
    try (Watch watch = watch(key, calls);
        DeferrableConnector other = (DeferrableConnector) open()) {
      assertThat(watch.isLive()).isTrue();
      assertThat(other.set(key, large(8), Connector.UNLIMITED)).isTrue();
      await().untilAsserted(() -> assertThat(calls).hasPositiveValue());
    }
  }

  @Test
  void watchersOfDifferentObjectsAreToldApartAndEachOfOneIsCalled() {
    Key watched = newKey();
    Key other = newKey();
    AtomicInteger first = new AtomicInteger();
    AtomicInteger second = new AtomicInteger();
    AtomicInteger ofOther = new AtomicInteger();
    try (Watch one = watch(watched, first);
        Watch two = watch(watched, second);
        Watch three = watch(other, ofOther)) {
      assertThat(List.of(one, two, three)).allMatch(Watch::isLive);
      set(watched, BYTES);
      await().untilAsserted(() -> assertThat(first).hasPositiveValue());
      await().untilAsserted(() -> assertThat(second).hasPositiveValue());
      set(other, BYTES);
      await().untilAsserted(() -> assertThat(ofOther).hasPositiveValue());
    }
  }

  @Test
  void whoWatchesNoMoreIsNotCalledAndOthersStillAre() {
    Key key = newKey();
    AtomicInteger gone = new AtomicInteger();
    AtomicInteger calls = new AtomicInteger();
    Watch closed = watch(key, gone);
    try (Watch watch = watch(key, calls)) {
      closed.close();
      closed.close();
      assertThat(watch.isLive()).isTrue();
      set(key, BYTES);
      await().untilAsserted(() -> assertThat(calls).hasPositiveValue());
      assertThat(gone).hasValue(0);
    }
  }

  private Watch watch(Key key, AtomicInteger calls) {
    Optional<Watch> watch = connector.watch(key, calls::incrementAndGet);
    assumeTrue(watch.isPresent(), "the system tells nobody");
    return watch.orElseThrow();
  }
}
