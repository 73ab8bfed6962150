package dev.proxystore.serialize;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.IntSupplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * How the bytes of a stored object are read: what wrote them, how many there are, and their
 * checksum. It travels in the object's key, so that the stored value is the payload alone.
 *
 * @param encoding the id of the serializer that wrote the bytes
 * @param length the number of bytes stored
 * @param crc32c their CRC-32C (Castagnoli, RFC 3720 appendix B.4), absent when switched off
 * @param packing how the stored bytes become those that the serializer wrote
 */
public record Descriptor(String encoding, long length, OptionalInt crc32c, Packing packing) {
  private static final int LONGEST_ENCODING = 64;
  private static final String DEFERRED_ENCODING = "deferred";
  private static final String STREAM_ENCODING = "stream";
  private static final Descriptor DEFERRED =
      new Descriptor(DEFERRED_ENCODING, 0, OptionalInt.empty());

  public Descriptor {
    requireEncoding(encoding);
    requireNonNull(crc32c, "crc32c");
    requireNonNull(packing, "packing");
    if (length < 0) {
      throw new IllegalArgumentException("A length of " + length + " bytes is negative.");
    }
  }

  /** The descriptor of bytes that are stored as their serializer wrote them. */
  public Descriptor(String encoding, long length, OptionalInt crc32c) {
    this(encoding, length, crc32c, Packing.none());
  }

  /** The same bytes, which were packed before they were counted. */
  public Descriptor packedAs(Packing how) {
    return how.isNone() ? this : new Descriptor(encoding, length, crc32c, how);
  }

  /** The same bytes, of which the checksum was made later. */
  public Descriptor withChecksum(int checksum) {
    return new Descriptor(encoding, length, OptionalInt.of(checksum), packing);
  }

  /**
   * How many bytes the serializer wrote: as many as are stored, unless those are compressed.
   * Encrypted bytes are some more.
   */
  public long objectLength() {
    return packing.codec().isPresent() ? packing.unpackedLength() : length;
  }

  /** The descriptor of bytes at hand, with their checksum. */
  public static Descriptor of(String encoding, byte[] bytes) {
    return new Descriptor(encoding, bytes.length, OptionalInt.of(checksum(bytes)));
  }

  /** The descriptor of bytes at hand, without a checksum. */
  public static Descriptor unchecked(String encoding, byte[] bytes) {
    return new Descriptor(encoding, bytes.length, OptionalInt.empty());
  }

  /**
   * That of an object which was not there when its key was made, and says itself how it is read.
   */
  public static Descriptor deferred() {
    return DEFERRED;
  }

  /** Whether the object says itself how it is read. */
  public boolean isDeferred() {
    return encoding.equals(DEFERRED_ENCODING);
  }

  /** That of bytes which came from a stream, and are read as one: no serializer wrote them. */
  public static Descriptor stream(long length, OptionalInt crc32c) {
    return new Descriptor(STREAM_ENCODING, length, crc32c);
  }

  /** Whether the bytes came from a stream, and are read as one. */
  public boolean isStream() {
    return encoding.equals(STREAM_ENCODING);
  }

  /** The same id, if it is one that a serializer may have. */
  public static String requireEncoding(String id) {
    if (!isUsual(requireNonNull(id, "encoding")) && !isEncoding(id)) {
      throw new IllegalArgumentException(
          "'%s' is no serializer id: expected up to 64 lower-case letters, digits, dots and hyphens."
              .formatted(id));
    }
    return id;
  }

  /** Those of ProxyStore itself need not be looked at letter by letter. */
  private static boolean isUsual(String id) {
    return id.equals("bytes") || id.equals("utf8") || id.equals("kryo");
  }

  /** Without a regular expression: this is on the way of every proxy that is written or read. */
  private static boolean isEncoding(String id) {
    boolean valid = !id.isEmpty() && id.length() <= LONGEST_ENCODING;
    for (int i = 0; i < id.length() && valid; i++) {
      char c = id.charAt(i);
      boolean isLetterOrDigit = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
      valid = isLetterOrDigit || (i > 0 && (c == '.' || c == '-'));
    }
    return valid;
  }

  /**
   * Compares bytes with what this descriptor says of them.
   *
   * @throws SerializationException if they are fewer, more, or others
   */
  public void verify(byte[] bytes) {
    verify(bytes.length, () -> checksum(bytes));
  }

  /**
   * Compares bytes that somebody else may have summed with what this descriptor says of them.
   *
   * @param found how many there are
   * @param checksum their CRC-32C; asked for if there is one to compare it with
   * @throws SerializationException if they are fewer, more, or others
   */
  public void verify(long found, IntSupplier checksum) {
    if (found != length) {
      throw new SerializationException(
          String.format(
              Locale.ROOT, "Expected %d bytes, found %d: cut or foreign.", length, found));
    }
    if (crc32c.isPresent()) {
      requireChecksum(crc32c.getAsInt(), checksum.getAsInt());
    }
  }

  private void requireChecksum(int expected, int found) {
    if (expected != found) {
      throw new SerializationException(
          "Expected the checksum %08x over %d bytes, found %08x: corrupt or foreign."
              .formatted(expected, length, found));
    }
  }

  /**
   * Written out: what the JDK makes for a record is kept by a static field of its own, with the
   * record's class, so that the class loader of a job that had ended would stay.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Descriptor that
        && length == that.length
        && encoding.equals(that.encoding)
        && crc32c.equals(that.crc32c)
        && packing.equals(that.packing);
  }

  @Override
  public int hashCode() {
    return Objects.hash(encoding, length, crc32c, packing);
  }

  /** The CRC-32C of bytes. */
  public static int checksum(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, bytes.length);
    return (int) crc.getValue();
  }
}
