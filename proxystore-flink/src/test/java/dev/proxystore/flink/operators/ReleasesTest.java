package dev.proxystore.flink.operators;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Key;
import dev.proxystore.flink.orphans.HeldObjects;
import dev.proxystore.flink.orphans.HeldObjects.Beginning;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.store.Store;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ReleasesTest {
  private static final Backoff BRIEF = new Backoff(Duration.ofMillis(1), Duration.ofMillis(4), 10);
  private static final int MOST_PENDING = 1_000;

  private final TestStore server = TestStore.start();
  private final Store store = Store.fromConfig(server.config());
  private final ReleaseWorker worker = new ReleaseWorker(address -> store);
  private final List<String> reports = new CopyOnWriteArrayList<>();
  private final Releases releases = releases(worker, Duration.ZERO);

  private Releases releases(ReleaseWorker by, Duration spread) {
    return new Releases(
        ReleaseTarget.evicting(server.address()),
        by,
        new Reports(),
        new HeldObjects(Beginning.NEW, store -> {}),
        BRIEF,
        MOST_PENDING,
        spread);
  }

  private final class Reports implements Releases.Listener {

    @Override
    public void gone(List<Released> objects) {
      objects.forEach(each -> each.keys().forEach(key -> reports.add("gone " + key.id())));
    }

    @Override
    public Released keep(Released objects, Predicate<Key> held) {
      return objects;
    }

    @Override
    public void failed(IllegalStateException failure) {
      reports.add("failed");
    }
  }

  @AfterEach
  void close() {
    worker.close();
    server.close();
    store.close();
  }

  private void release(Key key) throws InterruptedException {
    releases.add(new Released.Now(key));
    releases.awaitRoom();
  }

  private List<Key> put(int objects) {
    return IntStream.range(0, objects).mapToObj(i -> store.put("object " + i)).toList();
  }

  @Test
  void everyObjectThatWasAddedIsEvicted() throws Exception {
    for (Key key : put(500)) {
      release(key);
    }
    releases.awaitAll();
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void addingDoesNotWaitForTheStore() throws Exception {
    server.evictionGate().shut();
    for (Key key : put(100)) {
      release(key);
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
        release(key);
      }
    } catch (InterruptedException e) {
      return e;
    }
  }

  @Test
  void aRefusedEvictionIsReportedWhenTheTaskGoesOnOrEnds() throws Exception {
    server.refuseEvictions();
    Key key = store.put("object");
    releases.add(new Released.Now(key));
    assertThatThrownBy(releases::awaitAll)
        .hasMessageContaining("could not be evicted")
        .hasStackTraceContaining("told to refuse evictions");
    assertThatThrownBy(() -> release(key)).hasRootCauseInstanceOf(ConnectorException.class);
  }

  @Test
  void aStoreThatRefusesForAWhileIsAskedAgainAndEachObjectIsReportedOnce() throws Exception {
    server.refuseEvictions(BRIEF.tries() - 1);
    List<Key> keys = put(20);
    for (Key key : keys) {
      release(key);
    }
    releases.awaitAll();
    assertThat(server.ids()).isEmpty();
    assertThat(reports)
        .containsExactlyElementsOf(keys.stream().map(key -> "gone " + key.id()).toList());
  }

  @Test
  void aStoreThatCannotBeOpenedIsTriedAgain() throws Exception {
    AtomicInteger attempts = new AtomicInteger();
    ReleaseWorker late =
        new ReleaseWorker(
            address -> {
              if (attempts.incrementAndGet() < 3) {
                throw new ConnectorException(address, "is not up yet.", null);
              }
              return store;
            });
    Releases later = releases(late, Duration.ZERO);
    later.add(new Released.Now(store.put("object")));
    later.awaitAll();
    late.close();
    assertThat(server.ids()).isEmpty();
    assertThat(attempts).hasValue(3);
  }

  @Test
  void aStoreThatRefusesForGoodIsReportedOnceAndNothingIsSaidToBeGone() throws Exception {
    server.refuseEvictions();
    releases.add(new Released.Now(store.put("object")));
    assertThatThrownBy(releases::awaitAll).hasMessageContaining("tried 10 times");
    assertThat(reports).containsExactly("failed");
  }

  @Test
  void aStoreThatWasClosedIsReportedAndWaitedForByNobody() throws Exception {
    Key key = store.put("object");
    store.close();
    releases.add(new Released.Now(key));
    assertThatThrownBy(releases::awaitAll).hasMessageContaining("could not be evicted");
  }

  @Test
  void aTaskThatEndsDoesNotWaitForEverForAStoreThatHangs() throws Exception {
    server.evictionGate().shut();
    release(store.put("object"));
    releases.awaitUntil(System.nanoTime() + Duration.ofMillis(50).toNanos());
    assertThat(server.ids()).hasSize(1);
  }

  @Test
  void evictionsUnderWayAreAwaitedWhenTheTaskEnds() throws Exception {
    server.evictionGate().shut();
    release(store.put("object"));
    CompletableFuture<Void> opened = CompletableFuture.runAsync(() -> server.evictionGate().open());
    releases.awaitUntil(System.nanoTime() + Duration.ofSeconds(20).toNanos());
    opened.join();
    assertThat(server.ids()).isEmpty();
  }

  /** The first of them is on its way alone, and goes when all others wait. */
  private void addTogether(Releases to, int objects) {
    server.evictionGate().shut();
    put(objects).forEach(key -> to.add(new Released.Now(key)));
    server.evictionGate().open();
  }

  @Test
  void whatMayGoTogetherGoesLittleByLittle() {
    Releases slow = releases(worker, Duration.ofHours(1));
    addTogether(slow, 100);
    await().until(() -> server.ids().size() == 99);
    await().during(Duration.ofMillis(300)).until(() -> server.ids().size() == 99);
  }

  @Test
  void whoWaitsForAllIsNotHeldBackByPauses() throws Exception {
    Releases slow = releases(worker, Duration.ofHours(1));
    addTogether(slow, 100);
    await().until(() -> server.ids().size() == 99);
    slow.awaitAll();
    assertThat(server.ids()).isEmpty();
    assertThat(reports).hasSize(100);
  }

  @Test
  void tooManyThatWaitGoWithoutPauses() throws Exception {
    Releases slow = releases(worker, Duration.ofHours(1));
    put(MOST_PENDING + 100).forEach(key -> slow.add(new Released.Now(key)));
    slow.awaitRoom();
    await().until(() -> server.ids().isEmpty());
  }
}
