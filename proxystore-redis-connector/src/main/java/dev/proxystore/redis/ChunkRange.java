package dev.proxystore.redis;

import java.util.ArrayList;
import java.util.List;

/**
 * A part of one chunk.
 *
 * @param chunk which one, from 0
 * @param start its first byte in the chunk
 * @param length the number of bytes
 */
record ChunkRange(int chunk, int start, int length) {

  /** The parts that make up a range of an object, in their order. */
  static List<ChunkRange> of(Manifest manifest, long position, int length) {
    List<ChunkRange> ranges = new ArrayList<>();
    long end = position + length;
    for (long next = position; next < end; ) {
      int chunk = (int) (next / manifest.chunkSize());
      int start = (int) (next - manifest.start(chunk));
      int count = (int) Math.min(manifest.size(chunk) - start, end - next);
      ranges.add(new ChunkRange(chunk, start, count));
      next += count;
    }
    return ranges;
  }

  static byte[] join(List<byte[]> parts, int length) {
    byte[] joined = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, joined, at, part.length);
      at += part.length;
    }
    return joined;
  }
}
