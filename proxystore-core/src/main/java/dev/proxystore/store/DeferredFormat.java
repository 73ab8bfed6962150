package dev.proxystore.store;

import dev.proxystore.internal.Binary;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.serialize.Packing;
import dev.proxystore.serialize.SerializationException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What is stored of an object whose key was made before it, and so cannot say how it is read.
 * Version 1, in this order:
 *
 * <ol>
 *   <li>a byte, {@code f7}, that no UTF-8 text has
 *   <li>a byte: the version in the upper four bits, then the flags packed (4), checksum (2),
 *       failure (1)
 *   <li>eight bytes that no other write has, by which who sets an object knows its own: a request
 *       that was repeated has set it once
 *   <li>encoding, length, checksum and packing, as in the frame of a proxy: see {@link
 *       StoreFactoryFormat}
 *   <li>the object's bytes
 * </ol>
 *
 * The bytes of a failure are UTF-8: the name of its class and, if it has a message, a line feed and
 * that.
 */
final class DeferredFormat {
  static final int VERSION = 1;

  private static final int MARK = 0xf7;
  private static final int PACKED = 4;
  private static final int CHECKSUM = 2;
  private static final int FAILURE = 1;
  private static final int LONGEST_MESSAGE = 10_000;

  private DeferredFormat() {}

  /** An object as it was stored, or what was stored in its place. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Content(Descriptor descriptor, byte[] payload, boolean isFailure) {

    String failureClass() {
      return failure().lines().findFirst().orElse("");
    }

    String failureMessage() {
      return failure().substring(Math.min(failure().length(), failureClass().length() + 1));
    }

    private String failure() {
      return new String(payload, StandardCharsets.UTF_8);
    }
  }

  static byte[] write(Descriptor descriptor, byte[] payload) {
    return write(descriptor, payload, 0, newMark());
  }

  static byte[] writeFailure(Descriptor descriptor, byte[] payload) {
    return write(descriptor, payload, FAILURE, newMark());
  }

  private static long newMark() {
    return ThreadLocalRandom.current().nextLong();
  }

  /** What is stored of a failure. */
  static byte[] textOf(Throwable failure) {
    String message = failure.getMessage() == null ? "" : "\n" + failure.getMessage();
    String text = failure.getClass().getName() + message;
    return text.substring(0, Math.min(text.length(), LONGEST_MESSAGE))
        .getBytes(StandardCharsets.UTF_8);
  }

  static byte[] write(Descriptor descriptor, byte[] payload, int flags, long mark) {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(head)) {
      int checksum = descriptor.crc32c().isPresent() ? CHECKSUM : 0;
      out.writeByte(MARK);
      int packed = descriptor.packing().isNone() ? 0 : PACKED;
      out.writeByte(VERSION << 4 | packed | checksum | flags);
      out.writeLong(mark);
      StoreFactoryFormat.writeEncoding(descriptor.encoding(), out);
      StoreFactoryFormat.writeSize(descriptor, out);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] bytes = new byte[head.size() + payload.length];
    System.arraycopy(head.toByteArray(), 0, bytes, 0, head.size());
    System.arraycopy(payload, 0, bytes, head.size(), payload.length);
    return bytes;
  }

  /**
   * Reads what was written, and checks it.
   *
   * @throws SerializationException if it is something else, cut or corrupt
   */
  static Content read(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int flags = readHead(in);
      Descriptor descriptor = readDescriptor(flags, in);
      byte[] payload = in.readAllBytes();
      descriptor.verify(payload);
      return new Content(descriptor, payload, (flags & FAILURE) != 0);
    } catch (IOException | IllegalArgumentException e) {
      throw new SerializationException(
          "Expected the header of an object that was set later, found %d other bytes: %s."
              .formatted(bytes.length, reason(e)),
          e);
    }
  }

  /** How many bytes the serializer wrote of an object that was {@linkplain #read read} before. */
  static long objectLength(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      return readDescriptor(readHead(in), in).objectLength();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Descriptor readDescriptor(int flags, DataInputStream in) throws IOException {
    String encoding = StoreFactoryFormat.readEncoding(in);
    long length = Binary.readNumber(in);
    OptionalInt crc = (flags & CHECKSUM) != 0 ? OptionalInt.of(in.readInt()) : OptionalInt.empty();
    Packing packing = (flags & PACKED) != 0 ? PackingFormat.read(in) : Packing.none();
    return new Descriptor(encoding, length, crc, packing);
  }

  private static String reason(Exception e) {
    return e.getMessage() == null ? "cut" : e.getMessage().replaceFirst("\\.+$", "");
  }

  private static int readHead(DataInputStream in) throws IOException {
    int mark = in.readUnsignedByte();
    int head = in.readUnsignedByte();
    if (mark != MARK || head >> 4 != VERSION || (head & 15) > (PACKED | CHECKSUM | FAILURE)) {
      throw new IOException(
          "expected %02x and version %d, found %02x and version %d with flags %d, of another release or foreign"
              .formatted(MARK, VERSION, mark, head >> 4, head & 15));
    }
    long unused = in.readLong(); // of use to nobody but its writer
    return head & 15;
  }
}
