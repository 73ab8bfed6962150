package dev.proxystore.hazelcast;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StreamableConnector.Upload;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes an object of unknown length. One of a single piece is put like any other; the first piece
 * waits until it is known whether there are more. What chunks there are going to be is noted beside
 * the object's id before they are written, for twice as many each time.
 */
final class HazelcastUpload implements Upload {
  /** How many chunks make a piece, be it written or read. */
  static final int CHUNKS_AT_ONCE = 4;

  private static final int CHUNKS_PLANNED_FIRST = 4 * CHUNKS_AT_ONCE;

  /** How long chunks of an object with a time to live stay while others are written. */
  private static final long LONGEST_UPLOAD_SECONDS = 24 * 60 * 60;

  private final ChunkedObjects objects;
  private final Key key;
  private final long seconds;
  private final Target target;
  private final String problem;
  private final String prefix = ObjectNames.newChunks();

  private byte @Nullable [] first;
  private final List<String> planned = new ArrayList<>();
  private int written;
  private long length;
  private boolean closed;

  /** Where the object goes when it is whole. */
  interface Target {
    /** An object of one piece. */
    void put(byte[] bytes);

    /** One whose chunks are there. */
    void put(Manifest manifest);
  }

  /**
   * An upload.
   *
   * @param seconds the time to live, or 0
   */
  HazelcastUpload(ChunkedObjects objects, Key key, long seconds, Target target) {
    this.objects = objects;
    this.key = key;
    this.seconds = seconds;
    this.target = target;
    this.problem = "cannot store the object " + key.id();
  }

  @Override
  public int pieceSize() {
    return CHUNKS_AT_ONCE * objects.chunkSize();
  }

  @Override
  public void write(byte[] piece) {
    if (length == 0) {
      first = piece;
    } else {
      if (first != null) {
        writeChunks(first);
        first = null;
      }
      writeChunks(piece);
    }
    length += piece.length;
  }

  private void writeChunks(byte[] piece) {
    int count = (int) Manifest.count(piece.length, objects.chunkSize());
    if (written + count > planned.size()) {
      plan(Math.max(CHUNKS_PLANNED_FIRST, 2 * planned.size()));
    }
    List<String> keys = planned.subList(written, written + count);
    written += count;
    objects.writeChunks(problem, keys, piece, lifetime());
  }

  private void plan(int chunks) {
    for (int i = planned.size(); i < chunks; i++) {
      planned.add(objects.chunkKey(prefix, i));
    }
    objects.note(problem, key, plannedManifest(), lifetime());
  }

  private Manifest plannedManifest() {
    return new Manifest((long) planned.size() * objects.chunkSize(), objects.chunkSize(), planned);
  }

  private long lifetime() {
    return seconds == 0 ? 0 : seconds + LONGEST_UPLOAD_SECONDS;
  }

  @Override
  public void commit() {
    if (written == 0) {
      target.put(first == null ? new byte[0] : first);
      return;
    }
    Manifest manifest = new Manifest(length, objects.chunkSize(), planned.subList(0, written));
    objects.keepForLifeOf(problem, manifest, seconds);
    closed = true; // if the answer to the next call is lost, the object may be there
    target.put(manifest);
  }

  @Override
  public void close() {
    if (!closed && written > 0) {
      objects.writtenInVain(problem, key, plannedManifest().text());
    }
    closed = true;
  }
}
