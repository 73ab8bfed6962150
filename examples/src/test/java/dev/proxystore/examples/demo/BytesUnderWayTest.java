package dev.proxystore.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.Key;
import dev.proxystore.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class BytesUnderWayTest {
  private static final Duration WHILE = Duration.ofMillis(100);

  private final Store store = Store.open("local:under-way");
  private final BytesUnderWay underWay = new BytesUnderWay(store.address(), 100);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aFileThatFillsTheBoundIsLetIn() throws Exception {
    underWay.add(100);
    assertThat(underWay.bytes()).isEqualTo(100);
  }

  @Test
  void aFileThatDoesNotFitWaitsUntilAnObjectHasLeftTheStore() throws Exception {
    Key first = put(60);
    Key second = put(30);
    FutureTask<Void> waiting = addInBackground(20);
    await().during(WHILE).until(() -> !waiting.isDone());
    store.evict(first);
    waiting.get();
    assertThat(underWay.bytes()).isEqualTo(50);
    assertThat(store.exists(second)).isTrue();
  }

  @Test
  void aFileThatCouldNotBeReadMakesRoom() throws Exception {
    underWay.add(90);
    FutureTask<Void> waiting = addInBackground(20);
    underWay.remove(90);
    waiting.get();
    assertThat(underWay.bytes()).isEqualTo(20);
  }

  @Test
  void aSmallFileDoesNotOvertakeALargeOneThatWaits() throws Exception {
    Key first = put(60);
    FutureTask<Void> large = addInBackground(80);
    await().during(WHILE).until(() -> !large.isDone());
    FutureTask<Void> small = addInBackground(10);
    await().during(WHILE).until(() -> !small.isDone());
    store.evict(first);
    large.get();
    small.get();
    assertThat(underWay.bytes()).isEqualTo(90);
  }

  @Test
  void manyOldObjectsThatStayDoNotHideThatALaterOneHasGone() throws Exception {
    List<Key> old = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      old.add(put(0));
    }
    Key late = put(100);
    store.evict(late);
    addInBackground(100).get();
    assertThat(store.existing(old)).hasSize(600);
  }

  private Key put(int size) throws InterruptedException {
    underWay.add(size);
    Key key = store.put(new byte[size]);
    underWay.stored(key, size);
    return key;
  }

  private FutureTask<Void> addInBackground(int size) {
    FutureTask<Void> waiting =
        new FutureTask<>(
            () -> {
              underWay.add(size);
              return null;
            });
    new Thread(waiting, "waits-for-room").start();
    return waiting;
  }
}
