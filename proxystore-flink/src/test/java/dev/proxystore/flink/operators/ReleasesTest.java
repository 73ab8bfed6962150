package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Key;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReleasesTest {
  private final TestStore server = TestStore.start();
  private final Store store = Store.fromConfig(server.config());
  private final Releases releases = new Releases(store);

  @AfterEach
  void close() {
    server.close();
    store.close();
  }

  private List<Key> put(int objects) {
    return IntStream.range(0, objects).mapToObj(i -> store.put("object " + i)).toList();
  }

  @Test
  void everyObjectThatWasAddedIsEvicted() throws Exception {
    for (Key key : put(500)) {
      releases.add(key);
    }
    releases.awaitAll();
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void addingDoesNotWaitForTheStore() throws Exception {
    server.evictionGate().shut();
    for (Key key : put(100)) {
      releases.add(key);
    }
    assertThat(server.ids()).hasSize(100);
    server.evictionGate().open();
    releases.awaitAll();
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void tooManyWaitingKeysHoldTheTaskBackUntilItIsInterrupted() throws Exception {
    server.evictionGate().shut();
    CompletableFuture<Throwable> ended = new CompletableFuture<>();
    Thread task = new Thread(() -> ended.complete(addForEver()));
    task.start();
    await().until(() -> task.getState() == Thread.State.WAITING);
    task.interrupt();
    assertThat(ended)
        .succeedsWithin(Duration.ofSeconds(1))
        .isInstanceOf(InterruptedException.class);
  }

  private Throwable addForEver() {
    Key key = store.put("object");
    try {
      while (true) {
        releases.add(key);
      }
    } catch (InterruptedException e) {
      return e;
    }
  }

  @Test
  void aRefusedEvictionIsReportedWhenTheTaskGoesOnOrEnds() throws Exception {
    server.refuseEvictions();
    Key key = store.put("object");
    releases.add(key);
    assertThatThrownBy(releases::awaitAll)
        .hasMessageContaining("could not be evicted")
        .hasStackTraceContaining("told to refuse evictions");
    assertThatThrownBy(() -> releases.add(key)).hasRootCauseInstanceOf(ConnectorException.class);
  }

  @Test
  void aStoreThatWasClosedIsReportedAndWaitedForByNobody() throws Exception {
    Key key = store.put("object");
    store.close();
    releases.add(key);
    assertThatThrownBy(releases::awaitAll).hasMessageContaining("could not be evicted");
  }

  @Test
  void aTaskThatEndsDoesNotWaitForEverForAStoreThatHangs() throws Exception {
    server.evictionGate().shut();
    releases.add(store.put("object"));
    releases.awaitAtMost(Duration.ofMillis(50));
    assertThat(server.ids()).hasSize(1);
  }

  @Test
  void evictionsUnderWayAreAwaitedWhenTheTaskEnds() throws Exception {
    server.evictionGate().shut();
    releases.add(store.put("object"));
    CompletableFuture<Void> opened = CompletableFuture.runAsync(() -> server.evictionGate().open());
    releases.awaitAtMost(Duration.ofSeconds(20));
    opened.join();
    assertThat(server.ids()).isEmpty();
  }
}
