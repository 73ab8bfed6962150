package dev.proxystore.redis;

import dev.proxystore.connector.StreamableConnector.Upload;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Writes an object of unknown length. One of a single piece is a value like any other; the first
 * piece waits until it is known whether there are more. The lease of chunks that were written is
 * renewed while others are.
 */
final class RedisUpload implements Upload {
  private static final Duration BETWEEN_RENEWALS = ChunkedObjects.LEASE.dividedBy(4);

  private final ChunkedObjects chunks;
  private final int pieceSize;
  private final Target target;
  private final Consumer<Runnable> attempt;
  private final String version = Manifest.newVersion();

  private byte @Nullable [] first;
  private int written;
  private long length;
  private long renewed = System.nanoTime();
  private boolean closed;

  /** Where the object goes when it is whole. */
  interface Target {
    /** An object of one piece. */
    void put(byte[] bytes);

    /** One whose chunks are there to stay. */
    void put(Manifest manifest);

    /** How long it stays from then on. */
    Duration timeToLive();
  }

  RedisUpload(ChunkedObjects chunks, int chunkSize, Target target, Consumer<Runnable> attempt) {
    this.chunks = chunks;
    this.pieceSize = Math.min(chunkSize, RedisDownload.LARGEST_PIECE);
    this.target = target;
    this.attempt = attempt;
  }

  @Override
  public int pieceSize() {
    return pieceSize;
  }

  @Override
  public void write(byte[] piece) {
    if (length == 0) {
      first = piece;
    } else {
      attempt.accept(() -> writeChunks(piece));
    }
    length += piece.length;
  }

  private void writeChunks(byte[] piece) {
    if (written == Manifest.MOST_CHUNKS) {
      throw new JedisException(
          "an object has up to %d pieces of %d bytes".formatted(Manifest.MOST_CHUNKS, pieceSize));
    }
    if (first != null) {
      chunks.write(version, written++, first);
      first = null;
    }
    chunks.write(version, written++, piece);
    renewLease();
  }

  private void renewLease() {
    long now = System.nanoTime();
    if (now - renewed > BETWEEN_RENEWALS.toNanos()) {
      chunks.renewLease(version, written);
      renewed = now;
    }
  }

  @Override
  public void commit() {
    attempt.accept(this::commitPieces);
  }

  private void commitPieces() {
    if (written == 0) {
      target.put(first == null ? new byte[0] : first);
    } else {
      chunks.finish(manifest(), target.timeToLive());
      closed = true; // if the answer to the next command is lost, the object may be there
      target.put(manifest());
    }
  }

  private Manifest manifest() {
    return new Manifest(version, length, pieceSize);
  }

  @Override
  public void close() {
    if (!closed && written > 0) {
      chunks.removeQuietly(manifest());
    }
    closed = true;
  }
}
