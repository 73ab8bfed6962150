package dev.proxystore.store;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;

/**
 * How a future is made. Immutable.
 *
 * @param timeout how long whoever resolves its proxy waits, in whole milliseconds up to 100 years;
 *     travels in the proxy
 * @param onResolve what becomes of the object when its proxy is resolved; travels in the proxy
 * @param timeToLive how long the object stays at most, from when it is set; absent for the store's
 */
public record FutureOptions(Duration timeout, OnResolve onResolve, Optional<Duration> timeToLive) {
  /** How long whoever resolves a future waits, unless told otherwise. */
  public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

  private static final Duration LONGEST_TIMEOUT = Duration.ofDays(36_525);

  private static final FutureOptions DEFAULTS =
      new FutureOptions(DEFAULT_TIMEOUT, OnResolve.KEEP, Optional.empty());

  public FutureOptions {
    timeout = Duration.ofMillis(requireTimeout(timeout).toMillis());
    requireNonNull(onResolve, "onResolve");
    timeToLive.ifPresent(PutOptions::requirePositive);
  }

  /** Waits for {@link #DEFAULT_TIMEOUT}; the object is kept, and lives as the store is set. */
  public static FutureOptions defaults() {
    return DEFAULTS;
  }

  public FutureOptions withTimeout(Duration value) {
    return new FutureOptions(value, onResolve, timeToLive);
  }

  /** The object goes when its proxy is resolved: for one who waits. */
  public FutureOptions withOnResolve(OnResolve value) {
    return new FutureOptions(timeout, value, timeToLive);
  }

  public FutureOptions withTimeToLive(Duration value) {
    return new FutureOptions(timeout, onResolve, Optional.of(value));
  }

  private static Duration requireTimeout(Duration timeout) {
    if (timeout.compareTo(Duration.ofMillis(1)) < 0 || timeout.compareTo(LONGEST_TIMEOUT) > 0) {
      throw new IllegalArgumentException(
          "A future is waited for from 1 ms up to 100 years, found " + timeout + ".");
    }
    return timeout;
  }
}
