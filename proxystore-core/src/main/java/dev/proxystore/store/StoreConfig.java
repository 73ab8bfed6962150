package dev.proxystore.store;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.store.payload.PayloadOptions;
import java.io.Serializable;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * All that it takes to open a store in another place, save secrets and own code (credentials,
 * serializers, executors), which stay in their process. Immutable and serialisable; made by {@link
 * StoreBuilder#toConfig()} or {@link Store#config()}.
 *
 * @param address where the objects lie
 * @param cacheSize the most objects that the cache keeps; 0 for no cache
 * @param cacheBytes the most bytes, as serializers wrote them, that the cache keeps; 0 for no cache
 * @param timeToLive how long objects stay, if they are not evicted before; {@link Duration#ZERO}
 *     for ever
 * @param checksums whether keys carry a checksum of the bytes
 * @param payload how the bytes are compressed and encrypted
 * @param allowed the application's classes that may be written and read, by name or as {@code
 *     package.*}
 * @param connectorOptions how this process talks to the system; each connector documents its own
 */
public record StoreConfig(
    StoreAddress address,
    int cacheSize,
    long cacheBytes,
    Duration timeToLive,
    boolean checksums,
    PayloadOptions payload,
    Set<String> allowed,
    Map<String, String> connectorOptions)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The most objects that a cache keeps, unless told otherwise. */
  public static final int DEFAULT_CACHE_SIZE = 16;

  /** The most bytes that a cache keeps, unless told otherwise: 64 MiB. */
  public static final long DEFAULT_CACHE_BYTES = 64L << 20;

  public StoreConfig {
    requireNonNull(address, "address");
    requireNonNull(timeToLive, "timeToLive");
    requireNonNull(payload, "payload");
    if (cacheSize < 0 || cacheBytes < 0) {
      throw new IllegalArgumentException(
          "The bounds of a cache are 0 or more, found %d objects and %d bytes."
              .formatted(cacheSize, cacheBytes));
    }
    if (!timeToLive.isZero()) {
      PutOptions.requirePositive(timeToLive);
    }
    allowed = Set.copyOf(allowed);
    connectorOptions = ConnectorOptions.of(connectorOptions).asMap();
  }

  /** An address with every default. */
  public static StoreConfig of(String address) {
    return of(StoreAddress.parse(address));
  }

  /** An address with every default. */
  public static StoreConfig of(StoreAddress address) {
    return new StoreConfig(
        address,
        DEFAULT_CACHE_SIZE,
        DEFAULT_CACHE_BYTES,
        Duration.ZERO,
        true,
        PayloadOptions.defaults(),
        Set.of(),
        Map.of());
  }

  /**
   * Written out: what the JDK makes for a record is kept by a static field of its own, with the
   * record's class, so that the class loader of a job that had ended would stay.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoreConfig that
        && address.equals(that.address)
        && cacheSize == that.cacheSize
        && cacheBytes == that.cacheBytes
        && timeToLive.equals(that.timeToLive)
        && checksums == that.checksums
        && payload.equals(that.payload)
        && allowed.equals(that.allowed)
        && connectorOptions.equals(that.connectorOptions);
  }

  @Override
  public int hashCode() {
    return Objects.hash(
        address, cacheSize, cacheBytes, timeToLive, checksums, payload, allowed, connectorOptions);
  }

  /** The settings in words; names are sorted. */
  @Override
  public String toString() {
    return "StoreConfig[%s, cache %d objects %d bytes, timeToLive %s, checksums %s, %s, allowed %s, %s]"
        .formatted(
            address,
            cacheSize,
            cacheBytes,
            Optional.of(timeToLive).filter(d -> !d.isZero()).map(Duration::toString).orElse("none"),
            checksums,
            payload,
            new TreeSet<>(allowed),
            new TreeMap<>(connectorOptions));
  }
}
