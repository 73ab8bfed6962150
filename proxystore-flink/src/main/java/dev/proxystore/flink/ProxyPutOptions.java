package dev.proxystore.flink;

import static java.util.Objects.requireNonNull;

import dev.proxystore.store.OnResolve;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.StoreFactoryFormat;
import java.io.Serializable;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.configuration.MemorySize;

/**
 * How a stream's values are put. Immutable.
 *
 * @param onResolve what becomes of an object when its proxy is resolved; evicted by default
 * @param encoding what writes the values; the store's own choice by default
 * @param maxLiveBytes how many bytes of unresolved objects each parallel instance leaves in the
 *     store: past it the stream is held back until consumers have released some. One object more
 *     may lie there. A job that takes checkpoints holds a record back for up to their interval, and
 *     none from then on until the next barrier has passed: its objects go after a checkpoint, which
 *     would otherwise wait for the record. So up to what is put between two barriers may lie there
 *     as well. What attempts before a restart put is not counted. {@link #UNLIMITED} by default;
 *     needs objects that are evicted, and consumers that run at the same time, so leave it out in
 *     batch mode and where records are dropped
 * @param fanOut how many consumers each release an object before it goes: operators that resolve or
 *     discard under names of their own, wherever they run. 1 by default
 * @param inlineThreshold the most bytes, as serialised, of an object that travels inside its proxy
 *     and is never put: there is nothing to fetch, to release or to sweep. It is part of what
 *     checkpoints hold, and neither compressed nor encrypted. {@link MemorySize#ZERO} by default:
 *     all are put
 */
@PublicEvolving
public record ProxyPutOptions(
    OnResolve onResolve,
    ValueEncoding encoding,
    MemorySize maxLiveBytes,
    int fanOut,
    MemorySize inlineThreshold)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** No bound on the bytes in the store. */
  public static final MemorySize UNLIMITED = MemorySize.MAX_VALUE;

  private static final ProxyPutOptions DEFAULTS =
      new ProxyPutOptions(OnResolve.EVICT, ValueEncoding.STORE, UNLIMITED, 1, MemorySize.ZERO);

  public ProxyPutOptions {
    requireNonNull(onResolve, "onResolve");
    requireNonNull(encoding, "encoding");
    requireInline(inlineThreshold);
    PutOptions.requireFanOut(fanOut, onResolve);
    if (maxLiveBytes.getBytes() < 1) {
      throw new IllegalArgumentException("maxLiveBytes is at least 1 byte, found 0.");
    }
    if (onResolve == OnResolve.KEEP && !maxLiveBytes.equals(UNLIMITED)) {
      throw new IllegalArgumentException(
          "maxLiveBytes holds a stream back until objects have been evicted, and objects that are kept never are: leave it out or set onResolve to EVICT.");
    }
  }

  private static void requireInline(MemorySize threshold) {
    if (threshold.getBytes() > StoreFactoryFormat.LARGEST_INLINE) {
      throw new IllegalArgumentException(
          "The largest object inside a proxy has %d bytes, found an inlineThreshold of %d. Put larger ones into the store."
              .formatted(StoreFactoryFormat.LARGEST_INLINE, threshold.getBytes()));
    }
  }

  /** What writes a stream's values. */
  public enum ValueEncoding {
    /** The store's serializers: {@code byte[]} and strings as they are, all else Kryo. */
    STORE,
    /** Flink's own serializer of the values' type. Such proxies resolve in Flink jobs only. */
    FLINK
  }

  /** Evicted when resolved, written by the store's serializers, without a bound. */
  public static ProxyPutOptions defaults() {
    return DEFAULTS;
  }

  public ProxyPutOptions setOnResolve(OnResolve value) {
    return new ProxyPutOptions(value, encoding, maxLiveBytes, fanOut, inlineThreshold);
  }

  public ProxyPutOptions setEncoding(ValueEncoding value) {
    return new ProxyPutOptions(onResolve, value, maxLiveBytes, fanOut, inlineThreshold);
  }

  public ProxyPutOptions setMaxLiveBytes(MemorySize value) {
    return new ProxyPutOptions(onResolve, encoding, value, fanOut, inlineThreshold);
  }

  /** Needs a store whose connector can tell consumers apart, as all that come with ProxyStore. */
  public ProxyPutOptions setFanOut(int consumers) {
    return new ProxyPutOptions(onResolve, encoding, maxLiveBytes, consumers, inlineThreshold);
  }

  /**
   * Objects of at most so many bytes travel inside their proxies. Needs a store that does not
   * encrypt.
   */
  public ProxyPutOptions setInlineThreshold(MemorySize bytes) {
    return new ProxyPutOptions(onResolve, encoding, maxLiveBytes, fanOut, bytes);
  }
}
