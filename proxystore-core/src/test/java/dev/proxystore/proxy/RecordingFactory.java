package dev.proxystore.proxy;

import java.net.URI;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A factory that counts what it is asked for, and fails as often as it was told to. */
final class RecordingFactory<T> implements Factory<T> {
  private final Supplier<T> source;
  private final Executor background = ForkJoinPool.commonPool();
  private final Queue<RuntimeException> failures = new ConcurrentLinkedQueue<>();
  private final AtomicInteger fetches = new AtomicInteger();

  RecordingFactory(Supplier<T> source) {
    this.source = source;
  }

  RecordingFactory<T> failingFirstWith(RuntimeException failure) {
    failures.add(failure);
    return this;
  }

  int fetches() {
    return fetches.get();
  }

  @Override
  public URI toUri() {
    return URI.create("test:store/id");
  }

  @Override
  public T resolve() {
    fetches.incrementAndGet();
    RuntimeException failure = failures.poll();
    if (failure != null) {
      throw failure;
    }
    return source.get();
  }

  @Override
  public CompletableFuture<T> resolveAsync() {
    return CompletableFuture.supplyAsync(this::resolve, background);
  }
}
