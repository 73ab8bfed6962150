package dev.proxystore.connector;

import static java.util.Objects.requireNonNull;

import dev.proxystore.serialize.Descriptor;

/**
 * Names one object in a store and says how its bytes are read.
 *
 * @param id unique in its store; any text of 1 to 512 characters that UTF-8 can express
 * @param descriptor encoding, length and checksum of the stored bytes
 */
public record Key(String id, Descriptor descriptor) {
  /** The most characters that an id has. */
  public static final int LONGEST_ID = 512;

  public Key {
    requireNonNull(descriptor, "descriptor");
    if (id.isEmpty() || id.length() > LONGEST_ID) {
      throw new IllegalArgumentException(
          "A key's id has 1 to %d characters, found %d.".formatted(LONGEST_ID, id.length()));
    }
    if (id.codePoints().anyMatch(Key::isLoneSurrogate)) {
      throw new IllegalArgumentException("A key's id is well-formed text, found a lone surrogate.");
    }
  }

  private static boolean isLoneSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  /** The number of bytes stored. */
  public long length() {
    return descriptor.length();
  }
}
