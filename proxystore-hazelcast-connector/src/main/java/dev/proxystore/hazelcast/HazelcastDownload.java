package dev.proxystore.hazelcast;

import dev.proxystore.connector.StreamableConnector.Download;
import java.util.Arrays;

/** Reads ranges of an object: of its chunks, or of the one entry that it is. */
final class HazelcastDownload {
  private HazelcastDownload() {}

  /** Of an object that was fetched as a whole, since it is one entry. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record OfEntry(byte[] bytes) implements Download {
    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public int pieceSize() {
      return Math.max(1, bytes.length);
    }

    @Override
    public byte[] read(long position, int count) {
      return Arrays.copyOfRange(bytes, (int) position, (int) position + count);
    }

    @Override
    public void close() {
      // holds nothing of the cluster
    }
  }

  /** Of an object in chunks, some of which are fetched at the same time. */
  record OfChunks(ChunkedObjects objects, String problem, Manifest manifest) implements Download {
    @Override
    public long length() {
      return manifest.length();
    }

    @Override
    public int pieceSize() {
      return HazelcastUpload.CHUNKS_AT_ONCE * manifest.size();
    }

    @Override
    public byte[] read(long position, int count) {
      return objects.read(problem, manifest, position, count);
    }

    @Override
    public void close() {
      // holds nothing of the cluster
    }
  }
}
