package dev.proxystore.benchmarks.dispatch;

import dev.proxystore.benchmarks.job.Tally;
import java.io.Serializable;
import java.util.zip.CRC32C;

/** Computes with every byte of a payload, sees whether they are right, and counts it. */
final class Use implements Serializable {
  private static final long serialVersionUID = 1L;

  private final Tally used;
  private final long expected;

  Use(Setting setting, Tally used) {
    this.used = used;
    this.expected = checksum(Generate.payload(setting.size()));
  }

  private static long checksum(byte[] payload) {
    CRC32C sum = new CRC32C();
    sum.update(payload);
    return sum.getValue();
  }

  long use(byte[] payload) {
    long sum = checksum(payload);
    if (sum != expected) {
      throw new IllegalStateException(
          "Expected the checksum %x, found %x over %d bytes."
              .formatted(expected, sum, payload.length));
    }
    used.increment(0);
    return sum;
  }
}
