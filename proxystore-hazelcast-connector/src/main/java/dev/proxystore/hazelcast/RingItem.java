package dev.proxystore.hazelcast;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * What lies in a ring: the time at which the event was published, by the clock of the cluster, in
 * milliseconds since 1970 as a big-endian number of eight bytes, and the frame.
 */
final class RingItem {
  private RingItem() {}

  static byte[] of(long millis, byte[] frame) {
    return ByteBuffer.allocate(Long.BYTES + frame.length).putLong(millis).put(frame).array();
  }

  static long millis(byte[] item) {
    return ByteBuffer.wrap(item).getLong();
  }

  /** Tells items from each other. */
  static int check(byte[] item) {
    CRC32C crc = new CRC32C();
    crc.update(item);
    return (int) crc.getValue();
  }

  static byte[] frame(byte[] item) {
    return Arrays.copyOfRange(item, Long.BYTES, item.length);
  }
}
