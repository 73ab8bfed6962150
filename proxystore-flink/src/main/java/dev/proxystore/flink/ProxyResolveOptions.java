package dev.proxystore.flink;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.store.StoreConfig;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.MemorySize;
import org.jspecify.annotations.Nullable;

/**
 * How proxies are resolved. Immutable.
 *
 * @param mode whether objects are fetched ahead, and in which order results leave; ordered by
 *     default
 * @param release what becomes of an object once it has been used; what its proxy says by default
 * @param maxInFlight the most records that wait for their object or their turn, in each parallel
 *     instance; 100 by default
 * @param maxBytesInFlight the most bytes that are being fetched or wait for their turn, in each
 *     parallel instance; a larger object is fetched alone. 64 MiB by default
 * @param retainCheckpoints in how many completed checkpoints an object is released before it goes;
 *     at least as many as the job may have to be restored from. 1 by default
 * @param savepoints whether objects stay that a savepoint holds; they do not by default
 * @param missingObjects what becomes of a record whose object the store does not have; the task
 *     fails by default
 * @param stores how stores are opened here, for those that need more than their address
 * @param consumer under which name objects with several consumers are released; null, the default,
 *     for the id of the operator, which is that of its {@code uid} if it has one. Set one where two
 *     jobs could have the same {@code uid}, or where several operators are one consumer
 * @param input whether each record comes to one of the parallel instances, as by default, or to all
 */
@PublicEvolving
public record ProxyResolveOptions(
    Mode mode,
    Release release,
    int maxInFlight,
    MemorySize maxBytesInFlight,
    int retainCheckpoints,
    Savepoints savepoints,
    MissingObjectPolicy missingObjects,
    List<StoreConfig> stores,
    @Nullable String consumer,
    Input input)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The most records in flight, unless told otherwise. */
  public static final int DEFAULT_MAX_IN_FLIGHT = 100;

  /** The most bytes in flight, unless told otherwise. */
  public static final MemorySize DEFAULT_MAX_BYTES_IN_FLIGHT = MemorySize.ofMebiBytes(64);

  /** The completed checkpoints in which an object is released before it goes. */
  public static final int DEFAULT_RETAIN_CHECKPOINTS = 1;

  private static final ProxyResolveOptions DEFAULTS =
      new ProxyResolveOptions(
          Mode.ORDERED,
          Release.AS_PROXY_SAYS,
          DEFAULT_MAX_IN_FLIGHT,
          DEFAULT_MAX_BYTES_IN_FLIGHT,
          DEFAULT_RETAIN_CHECKPOINTS,
          Savepoints.IGNORED,
          MissingObjectPolicy.fail(),
          List.of(),
          null,
          Input.SHARED);

  public ProxyResolveOptions {
    requireNonNull(mode, "mode");
    requireNonNull(release, "release");
    requireNonNull(savepoints, "savepoints");
    requireNonNull(missingObjects, "missingObjects");
    requireNonNull(input, "input");
    requireName(consumer);
    requireRetained(retainCheckpoints);
    stores = List.copyOf(stores);
    if (maxInFlight < 1 || maxBytesInFlight.getBytes() < 1) {
      throw new IllegalArgumentException(
          "At least one record and one byte are in flight, found %d and %s."
              .formatted(maxInFlight, maxBytesInFlight));
    }
  }

  static void requireRetained(int checkpoints) {
    if (checkpoints < 1) {
      throw new IllegalArgumentException(
          "An object is released in at least one completed checkpoint before it goes, found "
              + checkpoints
              + ".");
    }
  }

  static void requireName(@Nullable String consumer) {
    if (consumer != null) {
      var unused = ObjectConsumer.of(consumer);
    }
  }

  /** What the parallel instances of an operator are given. */
  public enum Input {
    /** Each record comes to one of them. */
    SHARED,
    /**
     * Each record comes to all of them, as behind {@code broadcast()}: together they have released
     * an object when each of them has, and are one of its consumers.
     */
    BROADCAST
  }

  /** Whether objects are fetched ahead, and in which order results leave. */
  public enum Mode {
    /** One object after the other, on the task's thread. */
    SYNCHRONOUS,
    /** Objects are fetched ahead; results leave in the order of the proxies. */
    ORDERED,
    /** Objects are fetched ahead; results leave as they come, never past a watermark. */
    UNORDERED
  }

  /**
   * What becomes of an object once it has been used. With checkpoints, an object that is released
   * goes when no checkpoint that may be restored needs it; without, at once. One that has several
   * consumers goes when all of them have released it.
   */
  public enum Release {
    /** Released if its proxy says so, else kept. */
    AS_PROXY_SAYS,
    /** Kept, whatever its proxy says: another consumer will release it. */
    KEEP,
    /** Released, whatever its proxy says. */
    EVICT
  }

  /** What savepoints mean to objects that are released. */
  public enum Savepoints {
    /**
     * Objects go as checkpoints say. A savepoint can be used until its job has gone on for long.
     */
    IGNORED,
    /**
     * What a put operator has put before a savepoint stays until {@link
     * JobObjects#forgetSavepoint}, so that any number of jobs can be started from it at any time.
     * Without checkpoints this changes nothing.
     */
    RESPECTED
  }

  /** Fetched ahead, in order, released as each proxy says. */
  public static ProxyResolveOptions defaults() {
    return DEFAULTS;
  }

  public ProxyResolveOptions setMode(Mode value) {
    return with(value, release, maxInFlight, maxBytesInFlight);
  }

  public ProxyResolveOptions setRelease(Release value) {
    return with(mode, value, maxInFlight, maxBytesInFlight);
  }

  public ProxyResolveOptions setMaxInFlight(int value) {
    return with(mode, release, value, maxBytesInFlight);
  }

  public ProxyResolveOptions setMaxBytesInFlight(MemorySize value) {
    return with(mode, release, maxInFlight, value);
  }

  public ProxyResolveOptions setRetainCheckpoints(int value) {
    return with(value, savepoints, missingObjects, stores);
  }

  public ProxyResolveOptions setSavepoints(Savepoints value) {
    return with(retainCheckpoints, value, missingObjects, stores);
  }

  public ProxyResolveOptions setMissingObjects(MissingObjectPolicy value) {
    return with(retainCheckpoints, savepoints, value, stores);
  }

  public ProxyResolveOptions setStores(StoreConfig... value) {
    return with(retainCheckpoints, savepoints, missingObjects, Arrays.asList(value));
  }

  /** Of several consumers of an object, operators of one name are one. */
  public ProxyResolveOptions setConsumer(String value) {
    return with(requireNonNull(value, "consumer"), input);
  }

  public ProxyResolveOptions setInput(Input value) {
    return with(consumer, value);
  }

  private ProxyResolveOptions with(@Nullable String name, Input records) {
    return new ProxyResolveOptions(
        mode,
        release,
        maxInFlight,
        maxBytesInFlight,
        retainCheckpoints,
        savepoints,
        missingObjects,
        stores,
        name,
        records);
  }

  private ProxyResolveOptions with(Mode m, Release r, int records, MemorySize bytes) {
    return new ProxyResolveOptions(
        m,
        r,
        records,
        bytes,
        retainCheckpoints,
        savepoints,
        missingObjects,
        stores,
        consumer,
        input);
  }

  private ProxyResolveOptions with(
      int checkpoints, Savepoints s, MissingObjectPolicy missing, List<StoreConfig> configs) {
    return new ProxyResolveOptions(
        mode,
        release,
        maxInFlight,
        maxBytesInFlight,
        checkpoints,
        s,
        missing,
        configs,
        consumer,
        input);
  }
}
