package dev.proxystore.connector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.serialize.Descriptor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What every connector must do whose objects may have several consumers. A connector's proof is a
 * class that extends this one and says how to open a connector, and what lies in its store.
 */
public abstract class FanOutContract {
  private static final ObjectConsumer FIRST = ObjectConsumer.of("first");
  private static final ObjectConsumer SECOND = ObjectConsumer.of("second");
  private static final ObjectConsumer THIRD = ObjectConsumer.of("third");
  private static final byte[] BYTES = "bytes".getBytes(UTF_8);
  private static final int THREADS = 8;

  private ReleasableConnector connector;

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
    connector = (ReleasableConnector) open();
    assertThat(everything()).isEmpty();
  }

  @AfterEach
  final void closeConnector() {
    if (connector instanceof ListableConnector listable) {
      listable.list("", id -> connector.evict(Key.toEvict(id)));
    }
    connector.close();
  }

  private Key put(int consumers) {
    return put(UUID.randomUUID().toString(), consumers, BYTES, Connector.UNLIMITED);
  }

  private Key put(String id, int consumers, byte[] bytes, Duration timeToLive) {
    Key key = new Key(connector.newId(id), Descriptor.of("bytes", bytes), consumers);
    connector.put(key, bytes, timeToLive);
    return key;
  }

  private boolean release(Key key, ObjectConsumer consumer) {
    return !connector.release(List.of(key), consumer).isEmpty();
  }

  private void assertNothingIsLeft() {
    assertThat(everything()).isEmpty();
  }

  @Test
  void anObjectGoesWithTheLastOfItsConsumersAndLeavesNothing() {
    Key key = put(3);
    assertThat(release(key, FIRST)).isFalse();
    assertThat(release(key, THIRD)).isFalse();
    assertThat(connector.get(key)).hasValue(BYTES);
    assertThat(release(key, SECOND)).isTrue();
    assertThat(connector.exists(key)).isFalse();
    assertNothingIsLeft();
  }

  @Test
  void aConsumerThatReleasesTwiceCountsOnce() {
    Key key = put(2);
    for (int i = 0; i < 3; i++) {
      assertThat(release(key, FIRST)).isFalse();
    }
    assertThat(connector.exists(key)).isTrue();
    assertThat(release(key, SECOND)).isTrue();
  }

  @Test
  void aConsumerOfSeveralInstancesCountsWhenEachHasReleased() {
    Key key = put(2);
    assertThat(release(key, new ObjectConsumer("first", 2, 3))).isFalse();
    assertThat(release(key, new ObjectConsumer("first", 0, 3))).isFalse();
    assertThat(release(key, new ObjectConsumer("first", 0, 3))).isFalse();
    assertThat(release(key, SECOND)).isFalse();
    assertThat(connector.exists(key)).isTrue();
    assertThat(release(key, new ObjectConsumer("first", 1, 3))).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void consumersOfDifferentObjectsDoNotMix() {
    Key one = put(2);
    Key other = put(3);
    assertThat(connector.release(List.of(one, other), FIRST)).isEmpty();
    assertThat(connector.release(List.of(one, other), SECOND)).containsExactly(one);
    assertThat(connector.exists(other)).isTrue();
    assertThat(connector.release(List.of(one, other), THIRD)).containsOnly(one, other);
    assertNothingIsLeft();
  }

  @Test
  void anObjectOfAnyIdAndSizeIsReleased() {
    List<String> ids =
        List.of("a/b", "..", "a b", "ü-猫", "a:b@c{d}", "}", "a}b", "{}", "a{}b", "a{b", "x#y?z");
    for (String id : ids) {
      Key key = put(id, 2, BYTES, Connector.UNLIMITED);
      assertThat(release(key, FIRST)).as(id).isFalse();
      assertThat(release(key, SECOND)).as(id).isTrue();
    }
    byte[] large = new byte[largeSize()];
    new Random(1).nextBytes(large);
    Key key = put("large", 2, large, Connector.UNLIMITED);
    assertThat(release(key, FIRST)).isFalse();
    assertThat(connector.get(key).orElseThrow()).isEqualTo(large);
    assertThat(release(key, SECOND)).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void releasingAnObjectThatIsNotThereLeavesNothing() {
    Key key = put(2);
    connector.evict(key);
    assertThat(release(key, FIRST)).isTrue();
    Key done = put(2);
    release(done, FIRST);
    release(done, SECOND);
    assertThat(release(done, FIRST)).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void whoHasReleasedIsForgottenWithTheObjectHoweverItGoes() {
    Key evicted = put(2);
    Key swept = put(2);
    Key taken = put(2);
    connector.release(List.of(evicted, swept, taken), FIRST);
    connector.evict(evicted);
    connector.evictBatch(List.of(Key.toEvict(swept.id())));
    assertThat(connector.take(taken)).hasValue(BYTES);
    assertNothingIsLeft();
  }

  @Test
  void anObjectThatIsPutOverAnotherHasAllItsConsumersBeforeIt() {
    Key key = put(2);
    release(key, FIRST);
    connector.put(key, BYTES, Connector.UNLIMITED);
    assertThat(release(key, SECOND)).isFalse();
    connector.putBatch(Map.of(key, BYTES), Connector.UNLIMITED);
    assertThat(release(key, FIRST)).isFalse();
    assertThat(release(key, SECOND)).isTrue();
    assertNothingIsLeft();
  }

  @Test
  void whatIsKeptOfAnObjectIsNotListed() {
    Key key = put(2);
    release(key, FIRST);
    if (connector instanceof ListableConnector listable) {
      List<String> listed = new ArrayList<>();
      listable.list("", listed::add);
      assertThat(listed).containsExactly(key.id());
    }
    connector.evict(key);
  }

  @Test
  void whatIsKeptOfAnObjectHasItsTimeToLive() {
    Key key = put("brief", 3, BYTES, Duration.ofMillis(300));
    release(key, FIRST);
    release(key, SECOND);
    await()
        .untilAsserted(
            () -> {
              assertThat(connector.get(key)).isEmpty();
              assertNothingIsLeft();
            });
  }

  @Test
  void manyCallersAtTheSameTimeLoseNoReleaseAndCountNoneTwice() throws Exception {
    List<Key> keys = IntStream.range(0, 20).mapToObj(i -> put(THREADS)).toList();
    inThreads(
        THREADS - 1,
        consumer -> {
          releaseAll(keys, consumer);
          releaseAll(keys, consumer);
        });
    assertThat(connector.existing(keys)).hasSize(keys.size());
    inThreads(THREADS, consumer -> releaseAll(keys, consumer));
    assertThat(connector.existing(keys)).isEmpty();
    assertNothingIsLeft();
  }

  private void releaseAll(List<Key> keys, ObjectConsumer consumer) {
    List<Key> some = new ArrayList<>();
    for (Key key : keys) {
      some.add(key);
      if (ThreadLocalRandom.current().nextInt(4) == 0) {
        var unused = connector.release(some, consumer);
        some.clear();
      }
    }
    var unused = connector.release(some, consumer);
  }

  @Test
  void theLastTwoAtTheSameTimeLeaveNothingAndOneOfThemSeesItGo() throws Exception {
    for (int i = 0; i < 25; i++) {
      Key key = put(2);
      Set<Boolean> gone = together(() -> release(key, FIRST), () -> release(key, SECOND));
      assertThat(gone).contains(true);
      assertNothingIsLeft();
    }
  }

  @Test
  void aReleaseThatMeetsTheLastOneOrAnEvictionLeavesNothing() throws Exception {
    for (int i = 0; i < 25; i++) {
      Key key = put(2);
      release(key, FIRST);
      together(() -> release(key, FIRST), () -> release(key, SECOND));
      Key swept = put(2);
      together(
          () -> release(swept, FIRST),
          () -> {
            connector.evict(Key.toEvict(swept.id()));
            return true;
          });
      assertThat(connector.exists(swept)).isFalse();
      assertNothingIsLeft();
    }
  }

  private interface Work {
    void with(ObjectConsumer consumer);
  }

  private static void inThreads(int threads, Work work) throws Exception {
    List<Callable<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      ObjectConsumer consumer = ObjectConsumer.of("consumer-" + i);
      all.add(
          () -> {
            work.with(consumer);
            return true;
          });
    }
    var unused = together(all);
  }

  private static Set<Boolean> together(Callable<Boolean> one, Callable<Boolean> other)
      throws Exception {
    return together(List.of(one, other));
  }

  private static Set<Boolean> together(List<Callable<Boolean>> work) throws Exception {
    CyclicBarrier start = new CyclicBarrier(work.size());
    ExecutorService threads = Executors.newFixedThreadPool(work.size());
    try {
      List<Future<Boolean>> running =
          work.stream()
              .map(
                  each ->
                      threads.submit(
                          () -> {
                            start.await();
                            return each.call();
                          }))
              .toList();
      List<Boolean> answers = new ArrayList<>();
      for (Future<Boolean> each : running) {
        answers.add(each.get());
      }
      return answers.stream().collect(toSet());
    } finally {
      threads.shutdownNow();
    }
  }
}
