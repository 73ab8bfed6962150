package dev.proxystore.store.executor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks whose arguments and results lie in a store meanwhile; nothing of them stays there. */
@Timeout(60)
final class StoreExecutorTest {
  private final Store store = Store.builder("local:tasks").withoutCache().build();
  private final List<ExecutorService> pools = new ArrayList<>();
  private final CountDownLatch begun = new CountDownLatch(1);
  private final CountDownLatch mayEnd = new CountDownLatch(1);

  @AfterEach
  void close() {
    mayEnd.countDown();
    pools.forEach(ExecutorService::shutdownNow);
    store.close();
  }

  /** Where tasks run. */
  enum Kind {
    THREADS {
      @Override
      ExecutorService start() {
        return Executors.newFixedThreadPool(2);
      }
    },
    COPIES {
      @Override
      ExecutorService start() {
        return new SerialisingExecutor();
      }
    };

    abstract ExecutorService start();
  }

  private StoreExecutor executor(ExecutorService pool) {
    pools.add(pool);
    return StoreExecutor.builder(store, pool)
        .argumentPolicy(ProxyPolicy.always())
        .resultPolicy(ProxyPolicy.always())
        .build();
  }

  private List<String> ids() {
    List<String> ids = new ArrayList<>();
    store.list("", ids::add);
    return ids;
  }

  @Test
  void closingWaitsForTasksAlsoIfTheExecutorThatHasThemIsOutOfReach() {
    CountDownLatch asked = new CountDownLatch(1);
    ExecutorService away =
        new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>()) {
          @Override
          public boolean isTerminated() {
            asked.countDown();
            throw new IllegalStateException("is away");
          }
        };
    CompletableFuture<String> result;
    try (StoreExecutor tasks = executor(away)) {
      result =
          tasks.submit(
              text -> {
                asked.await();
                return text + "!";
              },
              "one");
    }
    assertThat(result).isCompletedWithValue("one!");
    assertThat(ids()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aTaskIsGivenObjectsAndSoIsItsCallerAndNothingStays(Kind kind) throws Exception {
    try (StoreExecutor tasks = executor(kind.start())) {
      assertThat(tasks.submit(() -> "made").get()).isEqualTo("made");
      assertThat(tasks.submit(text -> text + "!", "one").get()).isEqualTo("one!");
      assertThat(tasks.submit((a, b) -> a + b, "one", " and two").get()).isEqualTo("one and two");
      assertThat(ids()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void nothingIsAnArgumentAndAResult(Kind kind) throws Exception {
    try (StoreExecutor tasks = executor(kind.start())) {
      assertThat(tasks.<String, Boolean>submit(text -> text == null, null).get()).isTrue();
      assertThat(tasks.<String, String>submit(text -> null, "text").get()).isNull();
      assertThat(ids()).isEmpty();
    }
  }

  @Test
  void whatThePolicyDoesNotChooseIsNotPut() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    pools.add(pool);
    AtomicInteger seen = new AtomicInteger(-1);
    try (StoreExecutor tasks = StoreExecutor.of(store, pool)) {
      byte[] large = new byte[(int) StoreExecutorBuilder.DEFAULT_SIZE];
      tasks.submit(bytes -> seenIn(seen), new byte[large.length - 1]).get();
      assertThat(seen).hasValue(0);
      tasks.submit(bytes -> seenIn(seen), large).get();
      assertThat(seen).hasValue(1);
    }
  }

  private boolean seenIn(AtomicInteger seen) {
    seen.set(ids().size());
    return true;
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatATaskThrowsReachesTheCallerAndItsArgumentsGo(Kind kind) {
    try (StoreExecutor tasks = executor(kind.start())) {
      CompletableFuture<String> future = tasks.submit(StoreExecutorTest::fail, "text");
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(future::get)
          .havingCause()
          .isInstanceOf(IllegalStateException.class)
          .withMessage("fails on text");
      assertThat(ids()).isEmpty();
    }
  }

  private static String fail(String text) {
    throw new IllegalStateException("fails on " + text);
  }

  private static Throwable failure(CompletableFuture<?> future) {
    return future.handle((value, error) -> error).join();
  }

  @Test
  void aTaskThatIsCancelledBeforeItRunsLeavesNothing() throws Exception {
    try (StoreExecutor tasks = executor(Executors.newSingleThreadExecutor())) {
      CompletableFuture<String> first = tasks.submit(this::waits, "first");
      begun.await();
      CompletableFuture<String> second = tasks.submit(text -> text, "second");
      assertThat(second.cancel(false)).isTrue();
      await().until(() -> ids().size() == 1);
      mayEnd.countDown();
      assertThat(first.get()).isEqualTo("first");
    }
    assertThat(ids()).isEmpty();
  }

  private String waits(String text) throws InterruptedException {
    begun.countDown();
    mayEnd.await();
    return text;
  }

  @Test
  void theResultOfATaskThatIsCancelledWhileItRunsIsRemovedWhenItComes() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    try (StoreExecutor tasks = executor(Executors.newSingleThreadExecutor())) {
      CompletableFuture<String> future =
          tasks.submit(
              text -> {
                String result = waitsThrough(text);
                ended.countDown();
                return result;
              },
              "text");
      begun.await();
      assertThat(future.cancel(false)).isTrue();
      await().until(() -> ids().isEmpty());
      mayEnd.countDown();
      ended.await();
      assertThat(tasks.submit(() -> "the next one has the thread").get()).isNotEmpty();
    }
    await().until(() -> ids().isEmpty());
  }

  /** Whatever happens, it ends when it may. */
  private String waitsThrough(String text) {
    begun.countDown();
    while (mayEnd.getCount() > 0) {
      try {
        mayEnd.await();
      } catch (InterruptedException e) {
        // Not now.
      }
    }
    return text;
  }

  @Test
  void aTaskThatIsCancelledWithAnInterruptIsInterrupted() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    try (StoreExecutor tasks = executor(Executors.newSingleThreadExecutor())) {
      CompletableFuture<String> future =
          tasks.submit(
              text -> {
                try {
                  return waits(text);
                } catch (InterruptedException e) {
                  interrupted.countDown();
                  throw e;
                }
              },
              "text");
      begun.await();
      future.cancel(true);
      assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(ids()).isEmpty();
  }

  @Test
  void aFutureThatTimesOutGivesItsTaskUp() throws Exception {
    try (StoreExecutor tasks = executor(Executors.newSingleThreadExecutor())) {
      CompletableFuture<String> future =
          tasks.submit(this::waits, "text").orTimeout(10, TimeUnit.MILLISECONDS);
      assertThatExceptionOfType(ExecutionException.class).isThrownBy(future::get);
      await().until(() -> ids().isEmpty());
    }
  }

  @Test
  void aTaskThatTheExecutorRejectsLeavesNothing() throws Exception {
    ExecutorService full =
        new ThreadPoolExecutor(1, 1, 1, TimeUnit.SECONDS, new ArrayBlockingQueue<>(1));
    try (StoreExecutor tasks = executor(full)) {
      CompletableFuture<String> runs = tasks.submit(this::waits, "runs");
      CompletableFuture<String> queued = tasks.submit(text -> text, "queued");
      assertThatExceptionOfType(RejectedExecutionException.class)
          .isThrownBy(() -> tasks.submit(text -> text, "rejected"));
      await().until(() -> ids().size() == 2);
      List<CompletableFuture<String>> futures = tasks.map(text -> text, List.of("a", "b"));
      assertThat(futures)
          .hasSize(2)
          .allSatisfy(
              each -> assertThat(failure(each)).isInstanceOf(RejectedExecutionException.class));
      mayEnd.countDown();
      assertThat(runs.get() + queued.get()).isEqualTo("runsqueued");
    }
    assertThat(ids()).isEmpty();
  }

  @Test
  void tasksThatTheExecutorWasShutDownWithAreGivenUpWhenThisIsClosed() throws Exception {
    ExecutorService pool = Executors.newSingleThreadExecutor();
    StoreExecutor tasks = executor(pool);
    CompletableFuture<String> running = tasks.submit(this::waits, "running");
    begun.await();
    CompletableFuture<String> dropped = tasks.submit(text -> text, "dropped");
    pool.shutdownNow();
    tasks.close();
    assertThat(running).isCompletedExceptionally();
    assertThatExceptionOfType(CancellationException.class).isThrownBy(dropped::get);
    assertThat(ids()).isEmpty();
  }

  @Test
  void shuttingDownGivesUpAllAndNoMoreAreTaken() throws Exception {
    StoreExecutor tasks = executor(Executors.newSingleThreadExecutor());
    CompletableFuture<String> running = tasks.submit(this::waits, "running");
    begun.await();
    CompletableFuture<String> queued = tasks.submit(text -> text, "queued");
    tasks.shutdownNow();
    tasks.close();
    assertThat(running).isCancelled();
    assertThat(queued).isCancelled();
    assertThat(ids()).isEmpty();
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> tasks.submit(() -> "late"))
        .withMessageContaining("has been closed");
  }

  @Test
  void closingWaitsForTheTasksAndAnInterruptGivesThemUp() throws Exception {
    StoreExecutor tasks = executor(Executors.newSingleThreadExecutor());
    CompletableFuture<String> running = tasks.submit(this::waits, "running");
    begun.await();
    Thread closing = new Thread(tasks::close);
    closing.start();
    await().during(100, TimeUnit.MILLISECONDS).until(closing::isAlive);
    closing.interrupt();
    closing.join();
    assertThat(running).isCancelled();
    assertThat(ids()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void anArgumentThatTasksShareIsPutOnceAndGoesWithTheLastOfThem(Kind kind) throws Exception {
    CountingSerializer counting = new CountingSerializer();
    ExecutorService pool = kind.start();
    pools.add(pool);
    try (Store counted =
        Store.builder("local:tasks-shared").serializer(counting).withoutCache().build()) {
      List<String> model = List.of("a", "b", "c");
      try (StoreExecutor tasks =
          StoreExecutor.builder(counted, pool)
              .argumentPolicy(ProxyPolicy.byType(List.class))
              .resultPolicy(ProxyPolicy.never())
              .build()) {
        List<CompletableFuture<String>> futures =
            tasks.map((List<String> shared, Integer i) -> shared.get(i), model, List.of(0, 1, 2));
        List<String> results = new ArrayList<>();
        for (CompletableFuture<String> each : futures) {
          results.add(each.get());
        }
        assertThat(results).isEqualTo(model);
      }
      assertThat(counting.serialized()).isEqualTo(1);
      List<String> left = new ArrayList<>();
      counted.list("", left::add);
      assertThat(left).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Kind.class)
  void aResultMayStayInTheStoreUntilItsProxyIsResolved(Kind kind) throws Exception {
    try (StoreExecutor tasks = executor(kind.start())) {
      Proxy<String> proxy = tasks.<String, String>submitForProxy(text -> text + "!", "one").get();
      assertThat(ids()).hasSize(1);
      assertThat(tasks.submit(made -> made.resolve() + "!", proxy).get()).isEqualTo("one!!");
      assertThat(ids()).as("it went where it was resolved").isEmpty();
      assertThat(
              tasks
                  .<String, String, String>submitForProxy((a, b) -> a + b, "a", "b")
                  .get()
                  .resolve())
          .isEqualTo("ab");
    }
    assertThat(ids()).isEmpty();
  }

  @Test
  void aProxyOrAStandInThatIsAnArgumentIsPassedOnAndStays() throws Exception {
    Proxy<String> mine = store.proxy("mine");
    try (StoreExecutor tasks = executor(new SerialisingExecutor())) {
      assertThat(tasks.submit(proxy -> proxy.resolve().length(), mine).get()).isEqualTo(4);
      CharSequence standIn = mine.as(CharSequence.class);
      assertThat(tasks.submit(text -> text.length(), standIn).get()).isEqualTo(4);
    }
    assertThat(ids()).hasSize(1);
  }

  @Test
  void anArgumentThatCannotBePutFailsTheCallAndNothingRuns() {
    FailingConnector failing = new FailingConnector();
    ExecutorService pool = Executors.newSingleThreadExecutor();
    pools.add(pool);
    AtomicInteger runs = new AtomicInteger();
    try (Store away = Store.builder(failing).withoutCache().build();
        StoreExecutor tasks =
            StoreExecutor.builder(away, pool).argumentPolicy(ProxyPolicy.always()).build()) {
      assertThatExceptionOfType(ConnectorException.class)
          .isThrownBy(() -> tasks.submit((a, b) -> runs.incrementAndGet(), "a", "b"));
      assertThat(tasks.map(text -> runs.incrementAndGet(), List.of("a")))
          .allSatisfy(each -> assertThat(failure(each)).isInstanceOf(ConnectorException.class));
    }
    assertThat(runs).hasValue(0);
  }

  @Test
  void aResultComesAlsoWhenWhatWasPutForItCannotBeRemoved() throws Exception {
    FailingConnector failing = new FailingConnector();
    failing.refusePuts(false);
    ExecutorService pool = Executors.newSingleThreadExecutor();
    pools.add(pool);
    try (Store away = Store.builder(failing).withoutCache().build();
        StoreExecutor tasks =
            StoreExecutor.builder(away, pool).argumentPolicy(ProxyPolicy.always()).build()) {
      assertThat(tasks.submit(text -> text + "!", "one").get()).isEqualTo("one!");
    }
  }

  @Test
  void anArgumentThatHasGoneFailsTheTaskWithItsName() throws Exception {
    try (StoreExecutor tasks = executor(Executors.newSingleThreadExecutor())) {
      CompletableFuture<String> first = tasks.submit(this::waits, "running");
      begun.await();
      CompletableFuture<String> second = tasks.submit(text -> text, "goes");
      ids().forEach(id -> store.evict(Key.toEvict(id)));
      mayEnd.countDown();
      assertThatExceptionOfType(ExecutionException.class)
          .isThrownBy(second::get)
          .withMessageContaining("has no object");
      assertThat(first.get()).isEqualTo("running");
    }
  }
}
