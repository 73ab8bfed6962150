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
    if (hasLoneSurrogate(id)) {
      throw new IllegalArgumentException("A key's id is well-formed text, found a lone surrogate.");
    }
  }

  /** Without a stream: this is on the way of every proxy that is written or read. */
  private static boolean hasLoneSurrogate(String id) {
    for (int i = 0; i < id.length(); i++) {
      if (Character.isSurrogate(id.charAt(i))) {
        int codePoint = id.codePointAt(i++);
        if (!Character.isSupplementaryCodePoint(codePoint)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The number of bytes stored. */
  public long length() {
    return descriptor.length();
  }
}
