package dev.proxystore.benchmarks.dispatch;

import java.io.Serializable;
import java.util.Map;

/**
 * What all arms do alike.
 *
 * @param size of a payload, in bytes
 * @param hops operators between the generator and the one that computes, each in another process
 *     than the one before
 */
record Setting(int size, int hops) implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The bytes of payloads that are under way at most, whatever carries them. */
  private static final long BYTES_UNDER_WAY = 256L << 20;

  private static final long MOST_UNDER_WAY = 50_000;

  long mostUnderWay() {
    return Math.min(MOST_UNDER_WAY, BYTES_UNDER_WAY / size);
  }

  /**
   * @param inline up to how many bytes ProxyStore leaves a payload in its proxy
   */
  Map<String, String> parameters(long inline) {
    return Map.of(
        "size",
        Integer.toString(size),
        "hops",
        Integer.toString(hops),
        "inline",
        Long.toString(inline));
  }
}
