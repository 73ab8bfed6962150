package dev.proxystore.store;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.connector.Connector;
import dev.proxystore.connector.DeferrableConnector;
import dev.proxystore.connector.DeferrableConnector.Watch;
import dev.proxystore.connector.Key;
import dev.proxystore.store.future.FutureFailedException;
import dev.proxystore.store.future.FutureTimeoutException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects that may not be there yet. Those who wait for one object share one wait and one
 * fetch; each has its own timeout, and may leave. The wait ends with the last of them.
 */
final class FutureReader implements AutoCloseable {
  private static final byte[] IS_THERE = {};

  private final Connector connector;
  private final ObjectReader reader;
  private final FutureThreads threads;
  private final ConcurrentHashMap<Wanted, Arrival> arrivals = new ConcurrentHashMap<>();

  FutureReader(Connector connector, ObjectReader reader, FutureThreads threads) {
    this.connector = connector;
    this.reader = reader;
    this.threads = threads;
  }

  /** What somebody waits for: the bytes, or with {@code EVICT} that there is something to take. */
  private record Wanted(String id, OnResolve onResolve) {}

  /**
   * The object, when it is there; cancelling the answer ends its wait. Fails with what {@link
   * StoreFactory#resolve} throws.
   */
  <T> CompletableFuture<T> read(StoreFactory<T> object) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    Object cached = object.onResolve() == OnResolve.KEEP ? reader.cached(object.key()) : null;
    if (cached != null) {
      answer.complete(StoreFactory.unchecked(cached));
    } else {
      waitFor(object, answer);
    }
    return answer;
  }

  private <T> void waitFor(StoreFactory<T> object, CompletableFuture<T> answer) {
    Wanted wanted = new Wanted(object.key().id(), object.onResolve());
    Arrival arrival =
        arrivals.compute(
            wanted, (key, known) -> (known == null ? newArrival(object) : known).join());
    Future<?> timeout = threads.later(() -> timeOut(object, answer), object.timeout().toMillis());
    CompletableFuture<?> unusedTimeout =
        answer.whenComplete(
            (value, failure) -> {
              timeout.cancel(false);
              leave(wanted, arrival);
            });
    CompletableFuture<?> unusedWait =
        arrival
            .found()
            .whenCompleteAsync((bytes, failure) -> finish(object, answer, bytes, failure), threads);
    arrival.signal();
  }

  private void timeOut(StoreFactory<?> object, CompletableFuture<?> answer) {
    answer.completeExceptionally(
        new FutureTimeoutException(
            object.toUri(), object.store(), object.key().id(), object.timeout()));
  }

  private Arrival newArrival(StoreFactory<?> object) {
    Key key = object.key();
    Supplier<Optional<byte[]>> look =
        object.onResolve() == OnResolve.KEEP
            ? () -> connector.get(key)
            : () -> connector.exists(key) ? Optional.of(IS_THERE) : Optional.empty();
    return new Arrival(look, changed -> watch(key, changed), threads);
  }

  private Optional<Watch> watch(Key key, Runnable changed) {
    return connector instanceof DeferrableConnector deferrable
        ? deferrable.watch(key, changed)
        : Optional.empty();
  }

  private <T> void finish(
      StoreFactory<T> object,
      CompletableFuture<T> answer,
      byte @Nullable [] bytes,
      @Nullable Throwable failure) {
    if (answer.isDone()) {
      return; // it is not to be taken for one who has left
    }
    try {
      if (bytes == null) {
        throw new CompletionException(failure);
      }
      Optional<Object> value =
          object.onResolve() == OnResolve.KEEP
              ? Optional.of(reader.open(object.key(), bytes))
              : reader.take(object.key());
      answer.complete(StoreFactory.unchecked(value.orElseThrow(object::missing)));
    } catch (RuntimeException | Error e) {
      Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
      answer.completeExceptionally(
          cause instanceof ProxyStoreException known ? unresolved(object, known) : cause);
    }
  }

  /** What was stored as a failure does not know by which proxy it is read. */
  private static RuntimeException unresolved(StoreFactory<?> object, ProxyStoreException cause) {
    return cause instanceof FutureFailedException failed
        ? new FutureFailedException(object.toUri(), failed.failureClass(), failed.failureMessage())
        : object.unresolved(cause);
  }

  private void leave(Wanted wanted, Arrival arrival) {
    arrivals.computeIfPresent(
        wanted,
        (key, known) -> {
          if (known != arrival || !arrival.isLeftByAll()) {
            return known;
          }
          arrival.close();
          return null;
        });
  }

  /** Those who wait fail: the store is closed. */
  void fail(ProxyStoreException failure) {
    arrivals.values().forEach(each -> each.found().completeExceptionally(failure));
  }

  @Override
  public void close() {
    arrivals.values().forEach(Arrival::close);
    threads.close();
  }
}
