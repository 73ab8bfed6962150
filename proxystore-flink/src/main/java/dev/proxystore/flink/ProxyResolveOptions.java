package dev.proxystore.flink;

import static java.util.Objects.requireNonNull;

import dev.proxystore.store.StoreConfig;
import java.io.Serializable;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.MemorySize;

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
 * @param stores how stores are opened here, for those that need more than their address
 */
@PublicEvolving
public record ProxyResolveOptions(
    Mode mode,
    Release release,
    int maxInFlight,
    MemorySize maxBytesInFlight,
    List<StoreConfig> stores)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The most records in flight, unless told otherwise. */
  public static final int DEFAULT_MAX_IN_FLIGHT = 100;

  /** The most bytes in flight, unless told otherwise. */
  public static final MemorySize DEFAULT_MAX_BYTES_IN_FLIGHT = MemorySize.ofMebiBytes(64);

  private static final ProxyResolveOptions DEFAULTS =
      new ProxyResolveOptions(
          Mode.ORDERED,
          Release.AS_PROXY_SAYS,
          DEFAULT_MAX_IN_FLIGHT,
          DEFAULT_MAX_BYTES_IN_FLIGHT,
          List.of());

  public ProxyResolveOptions {
    requireNonNull(mode, "mode");
    requireNonNull(release, "release");
    stores = List.copyOf(stores);
    if (maxInFlight < 1 || maxBytesInFlight.getBytes() < 1) {
      throw new IllegalArgumentException(
          "At least one record and one byte are in flight, found %d and %s."
              .formatted(maxInFlight, maxBytesInFlight));
    }
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

  /** What becomes of an object once it has been used. */
  public enum Release {
    /** Evicted if its proxy says so, else kept. */
    AS_PROXY_SAYS,
    /** Kept, whatever its proxy says: another consumer will release it. */
    KEEP,
    /** Evicted, whatever its proxy says. */
    EVICT
  }

  /** Fetched ahead, in order, released as each proxy says. */
  public static ProxyResolveOptions defaults() {
    return DEFAULTS;
  }

  public ProxyResolveOptions setMode(Mode value) {
    return new ProxyResolveOptions(value, release, maxInFlight, maxBytesInFlight, stores);
  }

  public ProxyResolveOptions setRelease(Release value) {
    return new ProxyResolveOptions(mode, value, maxInFlight, maxBytesInFlight, stores);
  }

  public ProxyResolveOptions setMaxInFlight(int value) {
    return new ProxyResolveOptions(mode, release, value, maxBytesInFlight, stores);
  }

  public ProxyResolveOptions setMaxBytesInFlight(MemorySize value) {
    return new ProxyResolveOptions(mode, release, maxInFlight, value, stores);
  }

  public ProxyResolveOptions setStores(StoreConfig... value) {
    return new ProxyResolveOptions(
        mode, release, maxInFlight, maxBytesInFlight, Arrays.asList(value));
  }
}
