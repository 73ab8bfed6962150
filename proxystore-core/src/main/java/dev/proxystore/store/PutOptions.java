package dev.proxystore.store;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.Key;
import dev.proxystore.serialize.Serializer;
import java.time.Duration;
import java.util.Optional;

/**
 * How one object is put, where that differs from its store's settings. Immutable.
 *
 * @param onResolve what becomes of the object when its proxy is resolved; of no effect where no
 *     proxy is made
 * @param timeToLive how long it stays at most, up to 100 years; absent for the store's
 * @param serializer what writes it; absent for the store's choice by type. A reader needs the same
 * @param id its id; absent for a new, unique one
 * @param fanOut how many consumers each release it before it goes; 1 unless told otherwise
 */
public record PutOptions(
    OnResolve onResolve,
    Optional<Duration> timeToLive,
    Optional<Serializer> serializer,
    Optional<String> id,
    int fanOut) {
  private static final Duration LONGEST_TIME_TO_LIVE = Duration.ofDays(36_525);

  private static final PutOptions DEFAULTS =
      new PutOptions(OnResolve.KEEP, Optional.empty(), Optional.empty(), Optional.empty(), 1);

  public PutOptions {
    requireNonNull(onResolve, "onResolve");
    timeToLive.ifPresent(PutOptions::requirePositive);
    requireNonNull(serializer, "serializer");
    requireNonNull(id, "id");
    requireFanOut(fanOut, onResolve);
  }

  /** Kept when resolved, and all else as the store is set. */
  public static PutOptions defaults() {
    return DEFAULTS;
  }

  /** The object goes when its proxy is resolved. */
  public static PutOptions evictOnResolve() {
    return DEFAULTS.withOnResolve(OnResolve.EVICT);
  }

  public PutOptions withOnResolve(OnResolve value) {
    return new PutOptions(value, timeToLive, serializer, id, fanOut);
  }

  public PutOptions withTimeToLive(Duration value) {
    return new PutOptions(onResolve, Optional.of(value), serializer, id, fanOut);
  }

  public PutOptions withSerializer(Serializer value) {
    return new PutOptions(onResolve, timeToLive, Optional.of(value), id, fanOut);
  }

  /** An object of the same id is replaced. */
  public PutOptions withId(String value) {
    return new PutOptions(onResolve, timeToLive, serializer, Optional.of(value), fanOut);
  }

  /** With a new, unique id. */
  public PutOptions withoutId() {
    return id.isEmpty()
        ? this
        : new PutOptions(onResolve, timeToLive, serializer, Optional.empty(), fanOut);
  }

  /**
   * The object goes when so many consumers have each released it; see {@link FanOut}. More than one
   * need a connector that can tell them apart.
   */
  public PutOptions withFanOut(int consumers) {
    OnResolve released = consumers > 1 ? OnResolve.EVICT : onResolve;
    return new PutOptions(released, timeToLive, serializer, id, consumers);
  }

  /**
   * The same number, if an object can have so many consumers.
   *
   * @throws IllegalArgumentException if it cannot, or if it has several and is kept
   */
  public static int requireFanOut(int consumers, OnResolve onResolve) {
    if (consumers < 1 || consumers > Key.LARGEST_FAN_OUT) {
      throw new IllegalArgumentException(
          "An object has 1 to %d consumers that release it, found %d."
              .formatted(Key.LARGEST_FAN_OUT, consumers));
    }
    if (consumers > 1 && onResolve == OnResolve.KEEP) {
      throw new IllegalArgumentException(
          "An object that %d consumers release goes when they have, and is not kept: set EVICT, or no fan-out."
              .formatted(consumers));
    }
    return consumers;
  }

  static Duration requirePositive(Duration timeToLive) {
    boolean tooShort = timeToLive.isNegative() || timeToLive.isZero();
    if (tooShort || timeToLive.compareTo(LONGEST_TIME_TO_LIVE) > 0) {
      throw new IllegalArgumentException(
          "A time to live is longer than nothing and up to 100 years, found "
              + timeToLive
              + ". Leave it out for objects that stay until they are evicted.");
    }
    return timeToLive;
  }
}
