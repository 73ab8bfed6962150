package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.Key;
import dev.proxystore.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class LiveBytesTest {
  private final Store store = Store.open("local:live-bytes");
  private final LiveBytes live = new LiveBytes(store, 100, () -> false, LiveBytes.UNLIMITED);

  @AfterEach
  void close() {
    store.close();
  }

  private Key put(int bytes) {
    Key key = store.put(new byte[bytes]);
    live.add(key);
    return key;
  }

  private FutureTask<Void> awaitRoomInBackground() {
    FutureTask<Void> waiting =
        new FutureTask<>(
            () -> {
              live.awaitRoom();
              return null;
            });
    new Thread(waiting, "waits-for-room").start();
    return waiting;
  }

  @Test
  void belowTheBoundThereIsRoom() throws Exception {
    put(99);
    live.awaitRoom();
    assertThat(live.bytes()).isEqualTo(99);
  }

  @Test
  void atTheBoundTheTaskWaitsUntilSomethingIsRemoved() throws Exception {
    Key first = put(60);
    put(40);
    FutureTask<Void> waiting = awaitRoomInBackground();
    await().during(Duration.ofMillis(100)).until(() -> !waiting.isDone());
    store.evict(first);
    waiting.get();
    assertThat(live.bytes()).isEqualTo(40);
  }

  @Test
  void oldObjectsThatStayDoNotHideThatLaterOnesHaveGone() throws Exception {
    for (int i = 0; i < 600; i++) {
      live.add(store.put(new byte[0]));
    }
    Key late = put(100);
    store.evict(late);
    live.awaitRoom();
    assertThat(live.bytes()).isZero();
  }

  @Test
  void workThatMakesRoomOnTheSameThreadIsDone() throws Exception {
    List<Key> keys = new ArrayList<>();
    LiveBytes chained =
        new LiveBytes(
            store,
            100,
            () -> {
              keys.forEach(store::evict);
              return !keys.isEmpty() && keys.removeIf(key -> true);
            },
            LiveBytes.UNLIMITED);
    keys.add(store.put(new byte[100]));
    chained.add(keys.get(0));
    chained.awaitRoom();
    assertThat(chained.bytes()).isZero();
  }

  @Test
  void aTaskIsHeldBackNoLongerThanTheLongestWait() throws Exception {
    Duration longest = Duration.ofMillis(20);
    LiveBytes bounded = new LiveBytes(store, 100, () -> false, longest);
    bounded.add(put(100));
    long start = System.nanoTime();
    bounded.awaitRoom();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(longest);
    assertThat(bounded.bytes()).isEqualTo(100);
  }

  @Test
  void onceATaskWasHeldBackInVainTheRecordsBeforeTheNextBarrierAreNot() throws Exception {
    Duration longest = Duration.ofMillis(100);
    LiveBytes bounded = new LiveBytes(store, 100, () -> false, longest);
    bounded.add(put(100));
    bounded.awaitRoom();
    long start = System.nanoTime();
    for (int i = 0; i < 100; i++) {
      bounded.awaitRoom();
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(longest.multipliedBy(10));

    bounded.barrierPassed();
    start = System.nanoTime();
    bounded.awaitRoom();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(longest);
  }

  @Test
  void anInterruptEndsTheWait() {
    put(100);
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread task =
        new Thread(
            () -> {
              try {
                live.awaitRoom();
              } catch (Throwable e) {
                ended.complete(e);
              }
            });
    task.start();
    await().until(() -> task.getState() == Thread.State.TIMED_WAITING);
    task.interrupt();
    assertThat(ended)
        .succeedsWithin(Duration.ofSeconds(1))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void withoutABoundNothingIsKept() throws Exception {
    LiveBytes unbounded = new LiveBytes(store, Long.MAX_VALUE, () -> false, LiveBytes.UNLIMITED);
    unbounded.add(store.put(new byte[10]));
    unbounded.awaitRoom();
    assertThat(unbounded.isBounded()).isFalse();
    assertThat(unbounded.bytes()).isZero();
  }
}
