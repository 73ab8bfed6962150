package dev.proxystore.store.large;

import dev.proxystore.serialize.Descriptor;
import java.io.IOException;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/** Compares what was read of an object with the checksum that its key has, if it has one. */
final class Checksum {
  private final String object;
  private final OptionalInt expected;
  private final CRC32C actual = new CRC32C();

  private Checksum(String object, OptionalInt expected) {
    this.object = object;
    this.expected = expected;
  }

  static Checksum of(String object, Descriptor descriptor) {
    return new Checksum(object, descriptor.crc32c());
  }

  /** One that nothing is compared with. */
  static Checksum none() {
    return new Checksum("", OptionalInt.empty());
  }

  void add(byte[] bytes) {
    if (expected.isPresent()) {
      actual.update(bytes, 0, bytes.length);
    }
  }

  /** Called when all bytes were added. */
  void verify() throws IOException {
    if (expected.isPresent() && expected.getAsInt() != (int) actual.getValue()) {
      throw new IOException(
          "The %s has the checksum %08x, expected %08x: corrupt. What was read of it is not what was put."
              .formatted(object, (int) actual.getValue(), expected.getAsInt()));
    }
  }
}
