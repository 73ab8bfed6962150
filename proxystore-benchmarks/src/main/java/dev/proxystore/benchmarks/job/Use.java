package dev.proxystore.benchmarks.job;

import java.io.Serializable;
import java.util.zip.CRC32C;

/** Computes with every byte of a payload, sees whether they are right, and counts it. */
public final class Use implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Tally used;
  private final long expected;

  /**
   * @param size of a payload, in bytes
   */
  public Use(int size, Tally used) {
    this.used = used;
    this.expected = checksum(Generate.payload(size));
  }

  private static long checksum(byte[] payload) {
    CRC32C sum = new CRC32C();
    sum.update(payload);
    return sum.getValue();
  }

  /**
   * Counts one.
   *
   * @param place whose count, from 0 to 1023
   * @return its checksum
   */
  public long use(byte[] payload, int place) {
    long sum = checksum(payload);
    if (sum != expected) {
      throw new IllegalStateException(
          "Expected the checksum %x, found %x over %d bytes."
              .formatted(expected, sum, payload.length));
    }
    used.increment(place);
    return sum;
  }
}
