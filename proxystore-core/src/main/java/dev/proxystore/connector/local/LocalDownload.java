package dev.proxystore.connector.local;

import dev.proxystore.connector.StreamableConnector.Download;
import java.util.Arrays;

/** Reads an object that nobody changes. */
final class LocalDownload implements Download {
  private static final int PIECE = 1 << 20;

  private final byte[] bytes;

  LocalDownload(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public int pieceSize() {
    return PIECE;
  }

  @Override
  public byte[] read(long position, int length) {
    return Arrays.copyOfRange(bytes, (int) position, (int) position + length);
  }

  @Override
  public void close() {
    // holds nothing
  }
}
