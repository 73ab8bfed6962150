package dev.proxystore.store.payload;

import static java.util.Objects.requireNonNull;

import java.io.Serializable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a store does to the bytes of objects that are put: it compresses, then encrypts. No keys are
 * in here: they never travel. Immutable; made by the store's builder.
 *
 * @param compression how objects are compressed, if that pays
 * @param compressFrom how many bytes an object has at least to be compressed
 * @param encrypted whether objects are encrypted, with keys that each process gets from its {@link
 *     KeyProvider}
 */
public record PayloadOptions(Compression compression, int compressFrom, boolean encrypted)
    implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How many bytes an object has at least to be compressed, unless told otherwise. */
  public static final int DEFAULT_COMPRESS_FROM = 1024;

  private static final PayloadOptions DEFAULTS =
      new PayloadOptions(Compression.NONE, DEFAULT_COMPRESS_FROM, false);

  public PayloadOptions {
    requireNonNull(compression, "compression");
    if (compressFrom < 0) {
      throw new IllegalArgumentException(
          "Objects are compressed from 0 bytes on or more, found " + compressFrom + ".");
    }
  }

  /** Neither compressed nor encrypted. */
  public static PayloadOptions defaults() {
    return DEFAULTS;
  }

  public PayloadOptions withCompression(Compression how) {
    return new PayloadOptions(how, compressFrom, encrypted);
  }

  public PayloadOptions withCompressFrom(int bytes) {
    return new PayloadOptions(compression, bytes, encrypted);
  }

  public PayloadOptions withEncryption() {
    return new PayloadOptions(compression, compressFrom, true);
  }

  /** Written out: see {@link dev.proxystore.serialize.Descriptor#equals}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PayloadOptions that
        && compression == that.compression
        && compressFrom == that.compressFrom
        && encrypted == that.encrypted;
  }

  @Override
  public int hashCode() {
    return Objects.hash(compression.name(), compressFrom, encrypted);
  }

  /** The settings in words. */
  @Override
  public String toString() {
    String compressed =
        compression == Compression.NONE
            ? "uncompressed"
            : "%s from %d bytes".formatted(compression, compressFrom);
    return compressed + (encrypted ? ", encrypted" : ", unencrypted");
  }
}
