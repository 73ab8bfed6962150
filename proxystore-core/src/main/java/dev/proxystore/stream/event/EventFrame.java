package dev.proxystore.stream.event;

import dev.proxystore.internal.Binary;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreFactoryFormat;
import dev.proxystore.stream.event.StreamEvent.EndOfStream;
import dev.proxystore.stream.event.StreamEvent.ObjectSent;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.UUID;
import java.util.zip.CRC32C;

/**
 * The bytes of an event, self-contained. Version 1, in this order:
 *
 * <ol>
 *   <li>a byte that says that this is one: {@code 0xA7}
 *   <li>a byte: the version in the upper four bits, the kind in the lower: 0 an object was sent, 1
 *       end of stream
 *   <li>the producer's id, 16 bytes, big-endian
 *   <li>its number of the event, and the time in milliseconds since 1970, each as unsigned LEB128
 *   <li>if an object was sent: the metadata as {@link MetadataFormat} writes them, and the proxy as
 *       {@link StoreFactoryFormat} does
 *   <li>CRC-32C of all bytes before, four bytes, big-endian
 * </ol>
 *
 * Safe for use by several threads.
 */
public final class EventFrame {
  /** The version that is written. */
  public static final int VERSION = 1;

  static final int MAGIC = 0xA7;
  private static final int OBJECT_SENT = 0;
  private static final int END_OF_STREAM = 1;
  private static final int CHECKSUM_BYTES = 4;
  private static final int SHORTEST = 2 + 16 + 2 + CHECKSUM_BYTES;
  private static final int USUAL_BYTES = 160;
  private static final StoreFactoryFormat PROXIES = new StoreFactoryFormat();

  private EventFrame() {}

  /** Sums up what was written without a copy of it. */
  private static final class FrameBytes extends ByteArrayOutputStream {
    FrameBytes() {
      super(USUAL_BYTES);
    }

    int checksum() {
      return EventFrame.checksum(buf, count);
    }
  }

  /** The bytes of an event. */
  public static byte[] write(StreamEvent event) {
    FrameBytes bytes = new FrameBytes();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      boolean isObject = event instanceof ObjectSent;
      out.writeByte(MAGIC);
      out.writeByte(VERSION << 4 | (isObject ? OBJECT_SENT : END_OF_STREAM));
      out.writeLong(event.producer().getMostSignificantBits());
      out.writeLong(event.producer().getLeastSignificantBits());
      Binary.writeNumber(event.sequence(), out);
      Binary.writeNumber(event.sentAt().toEpochMilli(), out);
      if (event instanceof ObjectSent sent) {
        MetadataFormat.write(sent.metadata(), out);
        PROXIES.write(sent.proxy().factory(), out);
      }
      out.writeInt(bytes.checksum());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail; foreign proxies do
    }
    return bytes.toByteArray();
  }

  /**
   * The event of some bytes.
   *
   * @throws EventException if they are none, corrupt, or of a version that this release does not
   *     know
   */
  public static StreamEvent read(byte[] frame) {
    requireWhole(frame);
    int body = frame.length - CHECKSUM_BYTES;
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(frame, 2, body - 2))) {
      StreamEvent event = read(frame[1] & 15, in);
      if (in.available() > 0) {
        throw new IOException(in.available() + " bytes are left over");
      }
      return event;
    } catch (IOException | RuntimeException e) {
      throw new EventException("Expected an event, found other bytes: " + e.getMessage(), e);
    }
  }

  private static void requireWhole(byte[] frame) {
    if (frame.length < SHORTEST || (frame[0] & 0xff) != MAGIC) {
      throw new EventException(
          "Expected an event, which begins with %02x and has %d bytes or more, found %d bytes that begin with %s: something else writes to this topic."
              .formatted(
                  MAGIC,
                  SHORTEST,
                  frame.length,
                  frame.length == 0 ? "nothing" : "%02x".formatted(frame[0])),
          null);
    }
    int version = frame[1] >> 4 & 15;
    if (version != VERSION) {
      throw new EventException(
          "Expected an event of version %d, found version %d: update this consumer first, or write with its release."
              .formatted(VERSION, version),
          null);
    }
    int body = frame.length - CHECKSUM_BYTES;
    int expected = ByteBuffer.wrap(frame).getInt(body);
    int found = checksum(frame, body);
    if (expected != found) {
      throw new EventException(
          "Expected an event with the checksum %08x over %d bytes, found %08x: corrupt or cut."
              .formatted(expected, body, found),
          null);
    }
  }

  private static StreamEvent read(int kind, DataInputStream in) throws IOException {
    UUID producer = new UUID(in.readLong(), in.readLong());
    long sequence = Binary.readNumber(in);
    Instant sentAt = Instant.ofEpochMilli(Binary.readNumber(in));
    return switch (kind) {
      case OBJECT_SENT ->
          new ObjectSent(
              producer, sequence, sentAt, MetadataFormat.read(in), Proxy.of(PROXIES.read(in)));
      case END_OF_STREAM -> new EndOfStream(producer, sequence, sentAt);
      default -> throw new IOException("the kind " + kind + " is not known");
    };
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
