package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What stands under the key of an object that lies in chunks: which chunks, and how large they are.
 * As stored, version 1 is the text
 *
 * <pre>{@code proxystore-chunks 1 <version> <length> <chunk size>}</pre>
 *
 * A reader tells it from an object by its length, which is not the one that the key gives, and by
 * its form.
 *
 * @param version unique to each write, so that chunks of two objects of one id never mix
 * @param length the bytes of the object
 * @param chunkSize the bytes of each chunk but the last
 */
record Manifest(String version, long length, int chunkSize) {
  /** No manifest has more bytes. */
  static final int LONGEST = 128;

  /** No object has more chunks: of the smallest that makes 4 TiB. */
  static final int MOST_CHUNKS = 1 << 22;

  private static final Pattern FORM =
      Pattern.compile("proxystore-chunks 1 ([0-9a-f-]{36}) (\\d{1,18}) (\\d{1,10})");

  /** The manifest of a new object. */
  static Manifest of(long length, int chunkSize) {
    return new Manifest(newVersion(), length, chunkSize);
  }

  static String newVersion() {
    return UUID.randomUUID().toString();
  }

  /** Reads a stored value, or what it begins with; empty if it is no manifest. */
  static Optional<Manifest> parse(byte[] value) {
    if (value.length > LONGEST) {
      return Optional.empty();
    }
    Matcher parts = FORM.matcher(new String(value, ISO_8859_1));
    return parts.matches()
        ? of(parts.group(1), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3)))
        : Optional.empty();
  }

  private static Optional<Manifest> of(String version, long length, long chunkSize) {
    boolean possible =
        chunkSize >= RedisOptions.SMALLEST_CHUNK_SIZE
            && chunkSize <= RedisOptions.LARGEST_CHUNK_SIZE
            && chunkSize < length
            && length <= chunkSize * MOST_CHUNKS;
    return possible
        ? Optional.of(new Manifest(version, length, (int) chunkSize))
        : Optional.empty();
  }

  byte[] toBytes() {
    return "proxystore-chunks 1 %s %d %d"
        .formatted(version, length, chunkSize)
        .getBytes(ISO_8859_1);
  }

  int chunks() {
    return (int) ((length - 1) / chunkSize) + 1;
  }

  /** Where a chunk begins in the object. */
  long start(int chunk) {
    return (long) chunk * chunkSize;
  }

  /** How many bytes a chunk has. */
  int size(int chunk) {
    return (int) Math.min(chunkSize, length - start(chunk));
  }
}
