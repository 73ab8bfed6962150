package dev.proxystore.store;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.Key;
import dev.proxystore.serialize.Serializer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How one object is put, where that differs from its store's settings. Immutable.
 *
 * @param onResolve what becomes of the object when its proxy is resolved; of no effect where no
 *     proxy is made
 * @param timeToLive how long it stays at most, up to 100 years; absent for the store's
 * @param serializer what writes it; absent for the store's choice by type. A reader needs the same
 * @param id its id; absent for a new, unique one
 * @param fanOut how many consumers each release it before it goes; 1 unless told otherwise
 * @param lifetime what says until when it stays; absent for one that nobody removes
 * @param tags what a store that is made of several chooses by; of no effect in others
 * @param asWritten whether it is neither compressed nor encrypted, whatever the store is set to
 */
public record PutOptions(
    OnResolve onResolve,
    Optional<Duration> timeToLive,
    Optional<Serializer> serializer,
    Optional<String> id,
    int fanOut,
    Optional<Lifetime> lifetime,
    Set<String> tags,
    boolean asWritten) {
  private static final Duration LONGEST_TIME_TO_LIVE = Duration.ofDays(36_525);

  private static final PutOptions DEFAULTS =
      new PutOptions(
          OnResolve.KEEP,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          1,
          Optional.empty(),
          Set.of(),
          false);

  public PutOptions {
    requireNonNull(onResolve, "onResolve");
    timeToLive.ifPresent(PutOptions::requirePositive);
    requireNonNull(serializer, "serializer");
    requireNonNull(id, "id");
    requireFanOut(fanOut, onResolve);
    tags = Set.copyOf(tags);
    if (lifetime.isPresent()) {
      requireOneEnd(onResolve, fanOut, timeToLive);
    }
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
    return new PutOptions(value, timeToLive, serializer, id, fanOut, lifetime, tags, asWritten);
  }

  public PutOptions withTimeToLive(Duration value) {
    return new PutOptions(
        onResolve, Optional.of(value), serializer, id, fanOut, lifetime, tags, asWritten);
  }

  public PutOptions withSerializer(Serializer value) {
    return new PutOptions(
        onResolve, timeToLive, Optional.of(value), id, fanOut, lifetime, tags, asWritten);
  }

  /**
   * Stored as the serializer writes it, neither compressed nor encrypted whatever the store is set
   * to: for what is no secret, and is read by those who have no key.
   */
  public PutOptions storedAsWritten() {
    return new PutOptions(onResolve, timeToLive, serializer, id, fanOut, lifetime, tags, true);
  }

  /** An object of the same id is replaced. */
  public PutOptions withId(String value) {
    return new PutOptions(
        onResolve, timeToLive, serializer, Optional.of(value), fanOut, lifetime, tags, asWritten);
  }

  /**
   * The object stays until the lifetime ends, which excludes what removes it otherwise: eviction on
   * resolve, several consumers, and a time to live of its own.
   */
  public PutOptions withLifetime(Lifetime value) {
    return new PutOptions(
        onResolve, timeToLive, serializer, id, fanOut, Optional.of(value), tags, asWritten);
  }

  /** What a store that is made of several chooses by which of them takes the object. */
  public PutOptions withTags(String... values) {
    return new PutOptions(
        onResolve, timeToLive, serializer, id, fanOut, lifetime, Set.of(values), asWritten);
  }

  PutOptions withoutLifetime() {
    return new PutOptions(
        onResolve, timeToLive, serializer, id, fanOut, Optional.empty(), tags, asWritten);
  }

  /** With a new, unique id. */
  public PutOptions withoutId() {
    return id.isEmpty()
        ? this
        : new PutOptions(
            onResolve, timeToLive, serializer, Optional.empty(), fanOut, lifetime, tags, asWritten);
  }

  /**
   * The object goes when so many consumers have each released it; see {@link FanOut}. More than one
   * need a connector that can tell them apart.
   */
  public PutOptions withFanOut(int consumers) {
    OnResolve released = consumers > 1 ? OnResolve.EVICT : onResolve;
    return new PutOptions(
        released, timeToLive, serializer, id, consumers, lifetime, tags, asWritten);
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

  private static void requireOneEnd(
      OnResolve onResolve, int fanOut, Optional<Duration> timeToLive) {
    if (fanOut > 1) {
      throw new IllegalArgumentException(
          "An object that %d consumers release goes when they have, and has no lifetime: leave out the fan-out or the lifetime."
              .formatted(fanOut));
    }
    if (onResolve == OnResolve.EVICT) {
      throw new IllegalArgumentException(
          "An object with a lifetime is not removed when it is resolved: use OnResolve.KEEP, or leave out the lifetime.");
    }
    if (timeToLive.isPresent()) {
      throw new IllegalArgumentException(
          "An object has a lifetime or a time to live of its own, found both: leave out the time to live. A LeaseLifetime keeps time itself; for others the store's time to live is the last net.");
    }
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
