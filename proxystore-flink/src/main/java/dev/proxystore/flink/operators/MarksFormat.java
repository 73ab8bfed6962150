package dev.proxystore.flink.operators;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.serialize.Descriptor;
import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/**
 * Marks in an operator's state. Numbers are unsigned LEB128.
 *
 * <ol>
 *   <li>the version, one byte;
 *   <li>the number of completed checkpoints that hold them;
 *   <li>the number of bytes of the store's address, and the address in UTF-8;
 *   <li>in version 2, of objects that a consumer releases: the number of bytes of its name, and the
 *       name as {@link ObjectConsumer#text()} has it; and how many consumers there are;
 *   <li>the number of marks; and of each:
 *       <ol>
 *         <li>how many bytes its id has in common with the beginning of the one before;
 *         <li>how many more there are, and those, in UTF-8;
 *         <li>the number of bytes of the object.
 *       </ol>
 * </ol>
 *
 * <p>What else a key says is for readers, and nobody reads these objects any more.
 */
final class MarksFormat {
  /** Of objects that are evicted. */
  static final int VERSION = 1;

  /** Of objects that one of several consumers releases. */
  static final int CONSUMER_VERSION = 2;

  /** Of no serializer: no object is read by these keys. */
  private static final String ENCODING = "released";

  private MarksFormat() {}

  static byte[] write(Marks marks, int completed) {
    String store = marks.store().toString();
    ObjectConsumer consumer = marks.target().consumer();
    ByteArrayOutputStream out =
        new ByteArrayOutputStream(marks.entries().length + store.length() + 64);
    out.write(consumer == null ? VERSION : CONSUMER_VERSION);
    writeNumber(out, completed);
    writeText(out, store);
    if (consumer != null) {
      writeText(out, consumer.text());
      writeNumber(out, marks.target().fanOut());
    }
    writeNumber(out, marks.size());
    out.writeBytes(marks.entries());
    return out.toByteArray();
  }

  static HeldMarks read(byte[] state) {
    ByteBuffer in = ByteBuffer.wrap(state);
    int version = in.get();
    if (version != VERSION && version != CONSUMER_VERSION) {
      throw new IllegalStateException(
          "Expected marks of released objects of version %d or %d, found version %d: restore them with the release that wrote them, or a later one."
              .formatted(VERSION, CONSUMER_VERSION, version));
    }
    try {
      int completed = (int) readNumber(in);
      StoreAddress store = StoreAddress.parse(readText(in));
      ReleaseTarget target =
          version == VERSION
              ? ReleaseTarget.evicting(store)
              : new ReleaseTarget(store, ObjectConsumer.parse(readText(in)), (int) readNumber(in));
      int size = (int) readNumber(in);
      byte[] entries = Arrays.copyOfRange(state, in.position(), state.length);
      readEntries(entries, size, target.fanOut());
      return new HeldMarks(new Marks(target, size, entries), completed);
    } catch (BufferUnderflowException e) {
      throw new IllegalStateException(
          "Expected marks of released objects, found " + state.length + " bytes that end early.",
          e);
    }
  }

  static void writeEntry(
      ByteArrayOutputStream out, byte[] previousId, byte[] id, long objectBytes) {
    int shared = shared(previousId, id);
    writeNumber(out, shared);
    writeNumber(out, id.length - shared);
    out.write(id, shared, id.length - shared);
    writeNumber(out, objectBytes);
  }

  /** The number of bytes that two ids begin with alike. */
  private static int shared(byte[] a, byte[] b) {
    int mismatch = Arrays.mismatch(a, b);
    return mismatch < 0 ? a.length : mismatch;
  }

  static List<Key> readEntries(byte[] entries, int size, int fanOut) {
    ByteBuffer in = ByteBuffer.wrap(entries);
    List<Key> keys = new ArrayList<>(size);
    byte[] id = {};
    for (int i = 0; i < size; i++) {
      id = readId(in, id);
      keys.add(key(id, readNumber(in), fanOut));
    }
    return keys;
  }

  private static byte[] readId(ByteBuffer in, byte[] previous) {
    int shared = (int) readNumber(in);
    int more = (int) readNumber(in);
    if (shared > previous.length || more > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] id = Arrays.copyOf(previous, shared + more);
    in.get(id, shared, more);
    return id;
  }

  private static Key key(byte[] id, long objectBytes, int fanOut) {
    return new Key(
        new String(id, StandardCharsets.UTF_8),
        new Descriptor(ENCODING, objectBytes, OptionalInt.empty()),
        fanOut);
  }

  private static void writeText(ByteArrayOutputStream out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeNumber(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static String readText(ByteBuffer in) {
    int length = (int) readNumber(in);
    if (length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] text = new byte[length];
    in.get(text);
    return new String(text, StandardCharsets.UTF_8);
  }

  private static void writeNumber(ByteArrayOutputStream out, long number) {
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static long readNumber(ByteBuffer in) {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      byte each = in.get();
      number |= (long) (each & 0x7f) << shift;
      if (each >= 0) {
        return number;
      }
    }
    throw new BufferUnderflowException();
  }
}
