package dev.proxystore.redis;

import dev.proxystore.connector.StreamableConnector.Download;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Reads ranges of an object.
 *
 * @param length the bytes of the object
 * @param pieceSize how many are read at a time
 * @param range reads some of them
 * @param answer makes sentences of errors
 */
record RedisDownload(
    long length, int pieceSize, Range range, Function<Supplier<byte[]>, byte[]> answer)
    implements Download {
  /** The most bytes that are written or read at a time. */
  static final int LARGEST_PIECE = 4 << 20;

  /** Reads some bytes. */
  interface Range {
    byte[] read(long position, int length);
  }

  @Override
  public byte[] read(long position, int count) {
    return answer.apply(() -> range.read(position, count));
  }

  @Override
  public void close() {
    // holds nothing
  }
}
