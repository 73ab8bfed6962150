package dev.proxystore.store.lifetime;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.Key;
import dev.proxystore.store.Lifetime;
import dev.proxystore.store.Store;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Objects that stay for a time which is extended again and again. The store keeps that time, so
 * they go also if this process dies: at the latest when what was left of the lease is over.
 *
 * <p>{@link #of} ends unless {@link #extend} is called in time; {@link #withHeartbeat} is extended
 * by a thread of its own until it is closed. Closing removes the objects at once.
 *
 * <pre>{@code
 * try (LeaseLifetime lease = LeaseLifetime.withHeartbeat(Duration.ofMinutes(1))) {
 *   Proxy<String> proxy = store.proxy(text, PutOptions.defaults().withLifetime(lease));
 *   use(proxy);
 * }
 * }</pre>
 *
 * <p>Needs a store that {@linkplain Store#isRenewable() can renew} objects. Keeps the key of each
 * object in memory until the lease is extended after the object has gone. Safe for use by several
 * threads; adding waits for an extension that is under way.
 */
public final class LeaseLifetime implements Lifetime, AutoCloseable {
  /** The shortest lease with a heart-beat, which then beats every 100 ms: 300 ms. */
  public static final Duration SHORTEST_HEARTBEAT = Duration.ofMillis(300);

  private final HeldObjects objects = new HeldObjects();
  private final @Nullable Heartbeat heartbeat;
  private long deadline;
  private boolean closed;

  private LeaseLifetime(Duration length, boolean beats) {
    requireLength(length);
    deadline = System.nanoTime() + length.toNanos();
    heartbeat = beats ? new Heartbeat(this, length) : null;
  }

  /**
   * A lease that ends after this time, unless it is extended.
   *
   * @param length more than nothing, up to 100 years
   */
  public static LeaseLifetime of(Duration length) {
    return new LeaseLifetime(length, false);
  }

  /**
   * A lease that is extended by its length whenever a third of it has passed, by a daemon thread,
   * until it is closed, or until the store was out of reach for so long that it is over.
   *
   * @param length from {@link #SHORTEST_HEARTBEAT} to 100 years; several times the longest outage
   *     and the longest pause of this process that it is to outlive
   * @throws IllegalArgumentException if it is shorter or longer
   */
  public static LeaseLifetime withHeartbeat(Duration length) {
    if (length.compareTo(SHORTEST_HEARTBEAT) < 0) {
      throw new IllegalArgumentException(
          "A lease with a heart-beat is of %d ms or more, found %s: a shorter one ends whenever this process or its store pauses. Take several times the longest pause, such as a minute."
              .formatted(SHORTEST_HEARTBEAT.toMillis(), length));
    }
    LeaseLifetime lease = new LeaseLifetime(length, true);
    requireNonNull(lease.heartbeat).start();
    return lease;
  }

  private static void requireLength(Duration length) {
    if (length.isNegative() || length.isZero() || length.compareTo(Duration.ofDays(36_525)) > 0) {
      throw new IllegalArgumentException(
          "A lease is longer than nothing and up to 100 years, found %s.".formatted(length));
    }
  }

  @Override
  public synchronized Optional<Duration> begin(Store store) {
    requireRenewable(store);
    return Optional.of(left());
  }

  /** Gives the objects what is left of the lease as their time to live. */
  @Override
  public synchronized void add(Store store, Collection<Key> keys) {
    requireRenewable(store);
    objects.add(store, store.renew(keys, left()));
  }

  private static void requireRenewable(Store store) {
    if (!store.isRenewable()) {
      throw new UnsupportedOperationException(
          "The store %s cannot keep a lease: its connector is no RenewableConnector. Use a ContextLifetime, or put the objects with a time to live."
              .formatted(store.address()));
    }
  }

  /**
   * Lets the lease and its objects stay for a time from now on, or for what is left if that is
   * longer.
   *
   * @throws LifetimeEndedException if it was over before
   * @throws dev.proxystore.connector.ConnectorException if a store cannot be reached: then it ends
   *     when it would have
   */
  public synchronized void extend(Duration length) {
    requireLength(length);
    Duration left = left();
    if (length.compareTo(left) > 0) {
      long now = System.nanoTime();
      objects.renew(length);
      deadline = now + length.toNanos();
    }
  }

  /** How long it lasts unless it is extended. */
  public synchronized Duration remaining() {
    return isOver() ? Duration.ZERO : Duration.ofNanos(deadline - System.nanoTime());
  }

  /** Whether it was closed, or not extended in time. */
  public synchronized boolean isOver() {
    return closed || deadline - System.nanoTime() <= 0;
  }

  private Duration left() {
    long nanos = deadline - System.nanoTime();
    if (closed) {
      throw new LifetimeEndedException(
          "The lease has ended: it was closed. Take a new one for the object.");
    }
    if (nanos <= 0) {
      throw new LifetimeEndedException(
          "The lease has ended %d ms ago, and its objects with it: it was not extended in time. Take a new one and put them again, with a longer time or a heart-beat."
              .formatted(Duration.ofNanos(-nanos).toMillis()));
    }
    return Duration.ofNanos(nanos);
  }

  /**
   * Ends the lease and removes the objects. Closing again removes what could not be removed before;
   * what nobody removes goes when its time is over.
   *
   * @throws LifetimeCloseException if some could not be removed; it names them
   */
  @Override
  public void close() {
    if (heartbeat != null) {
      heartbeat.stop();
    }
    synchronized (this) {
      closed = true;
      objects.evict();
    }
  }
}
