package dev.proxystore.serialize;

import static java.util.Objects.requireNonNull;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * What was done to the bytes of an object between its serializer and its store: compressed, then
 * encrypted, or either, or nothing.
 *
 * @param codec the id of the codec that compressed them, such as {@code lz4}; absent if none did
 * @param unpackedLength how many bytes the codec was given; 0 without one
 * @param keyId the id of the key that encrypted them with AES-GCM, absent if they are not encrypted
 */
public record Packing(Optional<String> codec, long unpackedLength, OptionalInt keyId) {
  private static final Packing NONE = new Packing(Optional.empty(), 0, OptionalInt.empty());

  public Packing {
    requireNonNull(codec, "codec").ifPresent(Descriptor::requireEncoding);
    requireNonNull(keyId, "keyId");
    if (unpackedLength < 0 || (codec.isEmpty() && unpackedLength != 0)) {
      throw new IllegalArgumentException(
          "An unpacked length of %d bytes does not go with the codec %s."
              .formatted(unpackedLength, codec.orElse("none")));
    }
  }

  /** That of bytes which are stored as the serializer wrote them. */
  public static Packing none() {
    return NONE;
  }

  public static Packing compressed(String codec, long unpackedLength) {
    return new Packing(Optional.of(codec), unpackedLength, OptionalInt.empty());
  }

  /** The same, encrypted afterwards. */
  public Packing encryptedBy(int id) {
    return new Packing(codec, unpackedLength, OptionalInt.of(id));
  }

  public boolean isNone() {
    return codec.isEmpty() && keyId.isEmpty();
  }

  /** Written out: see {@link Descriptor#equals}. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Packing that
        && unpackedLength == that.unpackedLength
        && codec.equals(that.codec)
        && keyId.equals(that.keyId);
  }

  @Override
  public int hashCode() {
    return Objects.hash(codec, unpackedLength, keyId);
  }
}
