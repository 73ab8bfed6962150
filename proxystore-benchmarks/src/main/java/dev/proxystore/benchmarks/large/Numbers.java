package dev.proxystore.benchmarks.large;

import java.io.InputStream;
import java.util.Objects;

/**
 * Bytes that do not compress: a xorshift generator (Marsaglia, "Xorshift RNGs", 2003), eight at a
 * time. The same for the same length.
 */
final class Numbers extends InputStream {
  private long left;
  private long state = 0x9e3779b97f4a7c15L;

  Numbers(long length) {
    this.left = length;
  }

  @Override
  public int read() {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (left == 0 && length > 0) {
      return -1;
    }
    int count = (int) Math.min(length, left);
    for (int i = 0; i < count; i++) {
      if (i % Long.BYTES == 0) {
        state ^= state << 13;
        state ^= state >>> 7;
        state ^= state << 17;
      }
      into[offset + i] = (byte) (state >>> (8 * (i % Long.BYTES)));
    }
    left -= count;
    return count;
  }
}
