package dev.proxystore.store.large;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.connector.StreamableConnector.Download;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads a range of an object; the next piece is fetched while one is read. A stream that has failed
 * fails again.
 */
final class PieceInput extends InputStream {
  private static final byte[] NOTHING = {};

  private final Download download;
  private final long end;
  private final Executor background;
  private final Checksum checksum;

  /** Where the next fetch begins. */
  private long position;

  private byte[] piece = NOTHING;
  private int used;
  private @Nullable Ahead<byte[]> next;
  private boolean verified;
  private boolean closed;

  PieceInput(
      Download download, long position, long length, Executor background, Checksum checksum) {
    this.download = download;
    this.position = position;
    this.end = position + length;
    this.background = background;
    this.checksum = checksum;
  }

  @Override
  public int read() throws IOException {
    return hasMore() ? piece[used++] & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, into.length);
    if (length == 0) {
      return 0;
    }
    if (!hasMore()) {
      return -1;
    }
    int count = Math.min(length, piece.length - used);
    System.arraycopy(piece, used, into, offset, count);
    used += count;
    return count;
  }

  @Override
  public int available() throws IOException {
    requireOpen();
    return piece.length - used;
  }

  /** Whether there is a byte in the piece; verifies the checksum where there is no more. */
  private boolean hasMore() throws IOException {
    requireOpen();
    if (used < piece.length) {
      return true;
    }
    if (next == null && position == end) {
      verify();
      return false;
    }
    piece = fetched();
    used = 0;
    checksum.add(piece);
    next = position < end ? fetch() : null;
    return true;
  }

  private byte[] fetched() throws IOException {
    next = next == null ? fetch() : next;
    try {
      return next.get();
    } catch (ProxyStoreException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Ahead<byte[]> fetch() {
    long from = position;
    int length = (int) Math.min(download.pieceSize(), end - from);
    position += length;
    return new Ahead<>(background, () -> download.read(from, length));
  }

  private void verify() throws IOException {
    if (!verified) {
      checksum.verify();
      verified = true;
    }
  }

  private void requireOpen() throws IOException {
    if (closed) {
      throw new IOException("The stream is closed.");
    }
  }

  /** Waits for a fetch that is under way. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    piece = NOTHING;
    if (next != null) {
      next.end();
    }
    download.close();
  }
}
