package dev.proxystore.store;

import dev.proxystore.ProxyStoreException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Lets threads that want the same thing at the same time share one attempt at it. The first does
 * the work on its own thread; the others wait. Different names never wait for each other.
 */
final class SingleFlight<V> {
  private final ConcurrentHashMap<String, Flight<V>> flights = new ConcurrentHashMap<>();

  /**
   * Does the work, or waits for who is at it already.
   *
   * @param landing is given what came of it, unless the name was forgotten meanwhile
   */
  V run(String name, Supplier<V> work, Consumer<V> landing) {
    Flight<V> mine = new Flight<>();
    Flight<V> running = flights.putIfAbsent(name, mine);
    if (running != null) {
      return running.await(name).orElseGet(() -> run(name, work, landing));
    }
    try {
      V value = work.get();
      flights.computeIfPresent(name, (key, current) -> current.land(mine, value, landing));
      mine.complete(value);
      return value;
    } catch (RuntimeException | Error e) {
      mine.interrupted = Thread.currentThread().isInterrupted();
      mine.completeExceptionally(e);
      throw e;
    } finally {
      flights.remove(name, mine);
    }
  }

  /** What is under way is out of date: who asks from now on starts anew. */
  void forget(String name) {
    flights.remove(name);
  }

  private static final class Flight<V> extends CompletableFuture<V> {
    private final Thread leader = Thread.currentThread();

    /** That the leader was told to stop says nothing to those who wait for it. */
    private volatile boolean interrupted;

    Flight<V> land(Flight<V> landed, V value, Consumer<V> landing) {
      if (this == landed) {
        landing.accept(value);
      }
      return this;
    }

    /** What came of it, or empty if the leader was interrupted at it. */
    Optional<V> await(String name) {
      if (leader == Thread.currentThread()) {
        throw new IllegalStateException(
            "Reading '" + name + "' asks for '" + name + "' itself and would never end.");
      }
      try {
        return Optional.of(get());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ProxyStoreException(
            "Interrupted while waiting for '" + name + "', which another thread reads.", e);
      } catch (ExecutionException e) {
        if (interrupted) {
          return Optional.empty();
        }
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e);
      }
    }
  }
}
