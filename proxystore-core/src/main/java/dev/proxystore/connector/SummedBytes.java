package dev.proxystore.connector;

import dev.proxystore.serialize.Descriptor;
import java.util.OptionalInt;

/**
 * The bytes of an object and their CRC-32C, which was made while they came or is made when it is
 * asked for. Not to be changed before that.
 */
public final class SummedBytes {
  private final byte[] bytes;
  private final OptionalInt crc32c;

  private SummedBytes(byte[] bytes, OptionalInt crc32c) {
    this.bytes = bytes;
    this.crc32c = crc32c;
  }

  /** Bytes of which the sum was made on the way. */
  public static SummedBytes of(byte[] bytes, int crc32c) {
    return new SummedBytes(bytes, OptionalInt.of(crc32c));
  }

  /** Bytes of which the sum is made when it is asked for. */
  public static SummedBytes of(byte[] bytes) {
    return new SummedBytes(bytes, OptionalInt.empty());
  }

  public byte[] bytes() {
    return bytes;
  }

  public int crc32c() {
    return crc32c.isPresent() ? crc32c.getAsInt() : Descriptor.checksum(bytes);
  }
}
