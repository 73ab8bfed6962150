package dev.proxystore.store.executor;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.Key;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks through an {@link ExecutorService} of whatever kind. Arguments and results that a
 * {@link ProxyPolicy} chooses lie in a store meanwhile, and references travel in their place; tasks
 * and callers are given the objects themselves. What was put for a task is gone when its future is
 * complete, however it ended: arguments, and the result that was handed over.
 *
 * <p>Tasks that another process runs are serialised by the executor: they, own policies and objects
 * that travel themselves must be serialisable for it. That process opens the store as this one has
 * configured it, with credentials of its own environment, and leaves it open until {@link
 * dev.proxystore.store.Stores#closeAll}.
 *
 * <p>The executor and the store stay the caller's, who closes them after this. Safe for use by
 * several threads.
 *
 * <pre>{@code
 * try (StoreExecutor tasks = StoreExecutor.of(store, pool)) {
 *   CompletableFuture<Features> features = tasks.submit(image -> extract(image), image);
 * }
 * }</pre>
 */
public final class StoreExecutor implements AutoCloseable {
  private static final long LOOKS_AGAIN_MILLIS = 50;

  private final Store store;
  private final ExecutorService executor;
  private final ProxyPolicy argumentPolicy;
  private final ProxyPolicy resultPolicy;
  private final @Nullable Duration timeToLive;
  private final Set<Submission<?>> pending = ConcurrentHashMap.newKeySet();

  /** What is under way until nothing is left in the store, each under an object of its own. */
  private final Map<Object, CompletableFuture<?>> uncleared = new ConcurrentHashMap<>();

  private volatile boolean closed;

  StoreExecutor(StoreExecutorBuilder builder) {
    store = builder.store;
    executor = builder.executor;
    argumentPolicy = builder.arguments;
    resultPolicy = builder.results;
    timeToLive = builder.timeToLive;
  }

  /** With every default. */
  public static StoreExecutor of(Store store, ExecutorService executor) {
    return builder(store, executor).build();
  }

  public static StoreExecutorBuilder builder(Store store, ExecutorService executor) {
    return new StoreExecutorBuilder(store, executor);
  }

  /**
   * Runs a task without an argument.
   *
   * @return completes with the result, or with what the task threw. To cancel it gives the task up
   * @throws RejectedExecutionException if the executor or this has been shut down
   */
  public <R> CompletableFuture<R> submit(TaskSupplier<? extends R> task) {
    requireNonNull(task, "task");
    return submit(arguments -> task.get(), resultPolicy, Deliveries.value());
  }

  /**
   * Runs a task with an argument. One that is a proxy or a stand-in travels as it is and is not
   * removed.
   *
   * @return completes with the result, or with what the task threw. To cancel it gives the task up
   * @throws RejectedExecutionException if the executor or this has been shut down
   * @throws dev.proxystore.ProxyStoreException if the argument cannot be put
   */
  public <T, R> CompletableFuture<R> submit(
      TaskFunction<? super T, ? extends R> task, @Nullable T argument) {
    return submit(body(task), resultPolicy, Deliveries.value(), argument);
  }

  /** Runs a task with two arguments; as {@link #submit(TaskFunction, Object)}. */
  public <A, B, R> CompletableFuture<R> submit(
      TaskBiFunction<? super A, ? super B, ? extends R> task,
      @Nullable A first,
      @Nullable B second) {
    return submit(body(task), resultPolicy, Deliveries.value(), first, second);
  }

  /**
   * Runs a task whose result stays in the store, whatever the policy: to be handed on to where it
   * is used. It goes when the proxy is resolved, and with its time to live if that never happens.
   */
  public <T, R> CompletableFuture<Proxy<R>> submitForProxy(
      TaskFunction<? super T, ? extends R> task, @Nullable T argument) {
    return submit(body(task), ProxyPolicy.always(), Deliveries.proxy(), argument);
  }

  /** Runs a task with two arguments, as {@link #submitForProxy(TaskFunction, Object)}. */
  public <A, B, R> CompletableFuture<Proxy<R>> submitForProxy(
      TaskBiFunction<? super A, ? super B, ? extends R> task,
      @Nullable A first,
      @Nullable B second) {
    return submit(body(task), ProxyPolicy.always(), Deliveries.proxy(), first, second);
  }

  /**
   * Runs a task for each of several arguments.
   *
   * @return their futures, in the order of the arguments; that of a task that the executor rejects
   *     fails with the {@link RejectedExecutionException}
   */
  public <T, R> List<CompletableFuture<R>> map(
      TaskFunction<? super T, ? extends R> task, Collection<? extends T> arguments) {
    return map((nothing, argument) -> task.apply(argument), null, arguments);
  }

  /**
   * Runs a task for each of several arguments, with one that they share: it is put once, and goes
   * with the last of them.
   *
   * @return as {@link #map(TaskFunction, Collection)}
   */
  public <S, T, R> List<CompletableFuture<R>> map(
      TaskBiFunction<? super S, ? super T, ? extends R> task,
      @Nullable S shared,
      Collection<? extends T> arguments) {
    requireOpen();
    Packed common = pack(shared);
    List<CompletableFuture<R>> futures = new ArrayList<>();
    List<CompletableFuture<?>> cleared = new ArrayList<>();
    for (T argument : arguments) {
      Submission<R> submission = tryOne(body(task), common.parcels().get(0), argument);
      futures.add(submission.future());
      cleared.add(submission.cleared());
    }
    track(
        CompletableFuture.allOf(cleared.toArray(CompletableFuture[]::new))
            .thenCompose(all -> Submission.evict(store, common.keys())));
    return futures;
  }

  private <R> Submission<R> tryOne(Task.Body body, Parcel shared, @Nullable Object argument) {
    Packed packed = new Packed(List.of(), List.of());
    Throwable refused = null;
    try {
      packed = pack(argument);
    } catch (RuntimeException | Error e) {
      refused = e;
    }
    List<Parcel> parcels = new ArrayList<>(List.of(shared));
    parcels.addAll(packed.parcels());
    Submission<R> submission = new Submission<>(store, packed.keys(), Deliveries.value());
    if (refused == null) {
      try {
        start(submission, body, parcels, resultPolicy);
      } catch (RuntimeException | Error e) {
        refused = e;
      }
    }
    if (refused != null) {
      submission.failed(refused);
    }
    return submission;
  }

  private static <T, R> Task.Body body(TaskFunction<? super T, ? extends R> task) {
    requireNonNull(task, "task");
    return arguments -> task.apply(argument(arguments, 0));
  }

  private static <A, B, R> Task.Body body(TaskBiFunction<? super A, ? super B, ? extends R> task) {
    requireNonNull(task, "task");
    return arguments -> task.apply(argument(arguments, 0), argument(arguments, 1));
  }

  @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"})
  private static <T> T argument(List<@Nullable Object> arguments, int index) {
    return (T) arguments.get(index); // what was submitted, which may be null
  }

  private <R> CompletableFuture<R> submit(
      Task.Body body,
      ProxyPolicy results,
      Submission.Delivery<R> delivery,
      @Nullable Object... arguments) {
    requireOpen();
    Packed packed = pack(arguments);
    Submission<R> submission = new Submission<>(store, packed.keys(), delivery);
    try {
      start(submission, body, packed.parcels(), results);
    } catch (RuntimeException | Error e) {
      submission.failed(e);
      throw e;
    }
    return submission.future();
  }

  private void start(
      Submission<?> submission, Task.Body body, List<Parcel> parcels, ProxyPolicy results) {
    track(submission.cleared());
    pending.add(submission);
    CompletableFuture<Void> unused = submission.cleared().thenRun(() -> pending.remove(submission));
    Future<Parcel> running =
        executor.submit(new Task(body, parcels, store.config(), results, timeToLive, submission));
    submission.runs(running);
  }

  private void track(CompletableFuture<?> clearing) {
    Object name = new Object();
    uncleared.put(name, clearing);
    CompletableFuture<?> unused = clearing.whenComplete((done, error) -> uncleared.remove(name));
  }

  /** Arguments as they travel, and what was put of them. */
  private record Packed(List<Parcel> parcels, List<Key> keys) {}

  private Packed pack(@Nullable Object... arguments) {
    Map<String, Object> toPut = new LinkedHashMap<>();
    List<Object> places = new ArrayList<>();
    for (Object argument : arguments) {
      Object chosen = Choice.toPut(store, argument, argumentPolicy);
      String id = chosen == null ? null : store.newId();
      if (id != null && chosen != null) {
        toPut.put(id, chosen);
      }
      places.add(id == null ? Parcel.itself(argument) : id);
    }
    Map<String, Key> keys = put(toPut);
    List<Parcel> parcels =
        places.stream()
            .map(
                place ->
                    place instanceof Parcel itself
                        ? itself
                        : Parcel.stored(
                            store.proxyFromKey(requireNonNull(keys.get((String) place)))))
            .toList();
    return new Packed(parcels, List.copyOf(keys.values()));
  }

  /** All of them, or none. */
  private Map<String, Key> put(Map<String, Object> objects) {
    Map<String, Key> keys = new LinkedHashMap<>();
    if (objects.isEmpty()) {
      return keys;
    }
    PutOptions options = PutOptions.defaults();
    try {
      store
          .putBatch(objects, timeToLive == null ? options : options.withTimeToLive(timeToLive))
          .forEach(key -> keys.put(key.id(), key));
      return keys;
    } catch (RuntimeException | Error e) {
      track(Submission.evict(store, objects.keySet().stream().map(Key::toEvict).toList()));
      throw e;
    }
  }

  private void requireOpen() {
    if (closed) {
      throw new RejectedExecutionException(
          "The executor of the store %s has been closed and takes no more tasks."
              .formatted(store.address()));
    }
  }

  /**
   * Takes no more tasks and waits until those that were submitted are over and nothing of them is
   * left in the store. Tasks that the wrapped executor was shut down with are given up; so are all
   * if the calling thread is interrupted. May be called twice.
   */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    while (!uncleared.isEmpty()) {
      if (isTerminated()) {
        cancelAll();
      }
      try {
        CompletableFuture.allOf(uncleared.values().toArray(CompletableFuture[]::new))
            .get(LOOKS_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException | ExecutionException e) {
        // Looks again: what has failed is out of the set, and what takes time is still in it.
      } catch (InterruptedException e) {
        interrupted = true;
        cancelAll();
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** One that lies elsewhere may be out of reach; then its tasks fail by themselves. */
  private boolean isTerminated() {
    try {
      return executor.isTerminated();
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Takes no more tasks and gives up those that are not over, also while they run. */
  public void shutdownNow() {
    closed = true;
    cancelAll();
  }

  private void cancelAll() {
    pending.forEach(each -> each.future().cancel(true));
  }
}
