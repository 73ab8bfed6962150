package dev.proxystore.connector;

import static java.util.Objects.requireNonNull;

import dev.proxystore.serialize.Descriptor;

/**
 * Names one object in a store and says how its bytes are read.
 *
 * @param id unique in its store; any text of 1 to 512 characters
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
  }

  /** The number of bytes stored. */
  public long length() {
    return descriptor.length();
  }
}
