package dev.proxystore.store.executor;

import static java.util.Objects.requireNonNull;

import dev.proxystore.store.Store;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import org.jspecify.annotations.Nullable;

/** Sets up a {@link StoreExecutor}. Not safe for use by several threads. */
public final class StoreExecutorBuilder {
  /** From which size on objects travel as proxies, unless told otherwise: 100 KiB. */
  public static final long DEFAULT_SIZE = 100 << 10;

  /** How long what a task puts stays at most, unless told otherwise: a day. */
  public static final Duration DEFAULT_TIME_TO_LIVE = Duration.ofDays(1);

  final Store store;
  final ExecutorService executor;
  ProxyPolicy arguments = ProxyPolicy.bySize(DEFAULT_SIZE);
  ProxyPolicy results = ProxyPolicy.bySize(DEFAULT_SIZE);
  @Nullable Duration timeToLive = DEFAULT_TIME_TO_LIVE;

  StoreExecutorBuilder(Store store, ExecutorService executor) {
    this.store = requireNonNull(store, "store");
    this.executor = requireNonNull(executor, "executor");
  }

  /** Which arguments travel as proxies; those of {@value #DEFAULT_SIZE} bytes or more if unset. */
  public StoreExecutorBuilder argumentPolicy(ProxyPolicy policy) {
    arguments = requireNonNull(policy, "policy");
    return this;
  }

  /** Which results travel as proxies; those of {@value #DEFAULT_SIZE} bytes or more if unset. */
  public StoreExecutorBuilder resultPolicy(ProxyPolicy policy) {
    results = requireNonNull(policy, "policy");
    return this;
  }

  /**
   * How long arguments and results stay at most: the net for a process that dies before it has
   * removed them. Longer than a task waits and runs, or else it misses its arguments. {@link
   * Duration#ZERO} for as long as it takes.
   */
  public StoreExecutorBuilder timeToLive(Duration most) {
    if (most.isNegative()) {
      throw new IllegalArgumentException(
          "A time to live is not negative, found %s. Leave it out for a day.".formatted(most));
    }
    timeToLive = most.isZero() ? null : most;
    return this;
  }

  public StoreExecutor build() {
    return new StoreExecutor(this);
  }
}
