package dev.proxystore.store.large;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StreamableConnector;
import dev.proxystore.connector.StreamableConnector.Upload;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.store.metrics.Meter;
import dev.proxystore.store.metrics.StoreOperation;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * The large objects of one store; users go through the store. A piece is on its way to the
 * connector while the next one is read from the stream, so that two are in memory. Safe for use by
 * several threads.
 */
public final class LargeObjects {
  private final Connector connector;
  private final Executor background;
  private final Meter meter;
  private final Runnable requireOpen;

  /**
   * Those of a connector; pieces travel on the executor.
   *
   * @param requireOpen throws what says that the store was closed, if it was
   */
  public LargeObjects(Connector connector, Executor background, Meter meter, Runnable requireOpen) {
    this.connector = connector;
    this.background = background;
    this.meter = meter;
    this.requireOpen = requireOpen;
  }

  /**
   * Stores what a stream brings until its end.
   *
   * @param key under which it is put
   * @return the key with its length and, if asked for, its checksum
   * @throws IOException what the stream throws; nothing is stored then
   */
  public Key write(Key key, InputStream in, Duration timeToLive, boolean checksum)
      throws IOException {
    StreamableConnector streamable = streamable();
    Upload upload = streamable.upload(key, timeToLive);
    try {
      Key written = copy(key, in, upload, checksum);
      meter.run(StoreOperation.PUT, 1, 0, upload::commit);
      return written;
    } finally {
      closeUninterrupted(upload);
    }
  }

  /** What a thread that was interrupted has written goes too. */
  private static void closeUninterrupted(Upload upload) {
    boolean interrupted = Thread.interrupted();
    try {
      upload.close();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private Key copy(Key key, InputStream in, Upload upload, boolean checksum) throws IOException {
    CRC32C crc = new CRC32C();
    long length = 0;
    @Nullable Ahead<Boolean> underWay = null;
    try {
      for (byte[] piece = next(in, upload); piece.length > 0; piece = next(in, upload)) {
        length += piece.length;
        if (checksum) {
          crc.update(piece, 0, piece.length);
        }
        await(underWay);
        byte[] mine = piece;
        underWay = new Ahead<>(background, () -> write(upload, mine));
      }
      await(underWay);
    } finally {
      if (underWay != null) {
        underWay.end();
      }
    }
    OptionalInt sum = checksum ? OptionalInt.of((int) crc.getValue()) : OptionalInt.empty();
    return new Key(key.id(), Descriptor.stream(length, sum), key.fanOut());
  }

  private static byte[] next(InputStream in, Upload upload) throws IOException {
    byte[] piece = new byte[upload.pieceSize()];
    int length = in.readNBytes(piece, 0, piece.length);
    return length == piece.length ? piece : Arrays.copyOf(piece, length);
  }

  private boolean write(Upload upload, byte[] piece) {
    meter.run(StoreOperation.PUT, 0, piece.length, () -> upload.write(piece));
    return true;
  }

  private static void await(@Nullable Ahead<Boolean> underWay) throws IOException {
    if (underWay != null) {
      underWay.get();
    }
  }

  /** An object to read, of which nobody has asked whether it is there. */
  public LargeObject of(Key key) {
    return new StoredLargeObject(streamable(), key, background, meter, requireOpen);
  }

  private StreamableConnector streamable() {
    if (connector instanceof StreamableConnector streamable) {
      return streamable;
    }
    throw new ConnectorException(
        connector.address(),
        "takes and gives no objects piece by piece: its connector is no StreamableConnector. Put the bytes as one array, or use a store in files, Redis or Hazelcast.",
        null);
  }
}
