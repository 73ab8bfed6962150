package dev.proxystore.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Lets threads that want the same thing at the same time share one attempt at it. The first does
 * the work on its own thread; the others wait. Different names never wait for each other.
 */
final class SingleFlight<V> {
  private final ConcurrentHashMap<String, CompletableFuture<V>> flights = new ConcurrentHashMap<>();

  /** What came of it, and whether this caller did the work. */
  record Result<V>(V value, boolean leader) {}

  Result<V> run(String name, Supplier<V> work) {
    CompletableFuture<V> mine = new CompletableFuture<>();
    CompletableFuture<V> running = flights.putIfAbsent(name, mine);
    if (running != null) {
      return new Result<>(join(running), false);
    }
    try {
      V value = work.get();
      mine.complete(value);
      return new Result<>(value, true);
    } catch (RuntimeException | Error e) {
      mine.completeExceptionally(e);
      throw e;
    } finally {
      flights.remove(name, mine);
    }
  }

  private static <V> V join(CompletableFuture<V> running) {
    try {
      return running.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }
}
