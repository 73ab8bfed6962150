package dev.proxystore.store;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Factory;
import dev.proxystore.proxy.FactoryFormat;
import dev.proxystore.serialize.Descriptor;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The binary frame of a {@link StoreFactory}. Version 1, in this order:
 *
 * <ol>
 *   <li>a byte: the version in the upper four bits, then the flags deferred (8, not used in this
 *       version), own store (4), checksum (2), evict (1)
 *   <li>a byte for the encoding: 1 bytes, 2 utf8, 3 kryo, or 0 and its name as text
 *   <li>unless it is the stream's own: the store's address as text
 *   <li>the key's id as text
 *   <li>the length, as an unsigned LEB128 number
 *   <li>with the flag: the checksum in four bytes, big-endian
 * </ol>
 *
 * A text is its length in bytes, as an unsigned LEB128 number, and UTF-8. Safe for use by several
 * threads.
 */
public final class StoreFactoryFormat implements FactoryFormat {
  /** The version that is written. */
  public static final int VERSION = 1;

  private static final int EVICT = 1;
  private static final int CHECKSUM = 2;
  private static final int OWN_STORE = 4;
  private static final int KNOWN_FLAGS = EVICT | CHECKSUM | OWN_STORE;
  private static final int LONGEST_TEXT = 4096;
  private static final List<String> ENCODINGS = List.of("", "bytes", "utf8", "kryo");

  private volatile @Nullable StoreAddress lastRead;

  @Override
  public Factory<?> parse(URI uri) {
    return ObjectUri.parse(uri);
  }

  @Override
  public void write(Factory<?> factory, DataOutput out) throws IOException {
    write(factory, null, out);
  }

  @Override
  public Factory<?> read(DataInput in) throws IOException {
    return read(null, in);
  }

  /**
   * Writes a frame that leaves out the store's address if it is the reader's own.
   *
   * @param own the store that the reader assumes; null for a self-contained frame
   */
  public void write(Factory<?> factory, @Nullable StoreAddress own, DataOutput out)
      throws IOException {
    if (!(factory instanceof StoreFactory<?> stored)) {
      throw new IOException(
          "Only proxies of objects in stores can travel, found a " + factory.getClass().getName());
    }
    boolean isOwn = stored.store().equals(own);
    Descriptor descriptor = stored.key().descriptor();
    out.writeByte((VERSION << 4) | flags(stored, isOwn));
    writeEncoding(descriptor.encoding(), out);
    if (!isOwn) {
      writeText(stored.store().toString(), out);
    }
    writeText(stored.key().id(), out);
    writeNumber(descriptor.length(), out);
    if (descriptor.crc32c().isPresent()) {
      out.writeInt(descriptor.crc32c().getAsInt());
    }
  }

  private static int flags(StoreFactory<?> factory, boolean isOwn) {
    return (factory.onResolve() == OnResolve.EVICT ? EVICT : 0)
        | (factory.key().descriptor().crc32c().isPresent() ? CHECKSUM : 0)
        | (isOwn ? OWN_STORE : 0);
  }

  /**
   * Reads what {@link #write(Factory, StoreAddress, DataOutput)} wrote.
   *
   * @param own the store of frames that name none
   * @throws IOException if the frame is malformed or of another version
   */
  public StoreFactory<?> read(@Nullable StoreAddress own, DataInput in) throws IOException {
    int head = in.readUnsignedByte();
    if (head >> 4 != VERSION || (head & 15 & ~KNOWN_FLAGS) != 0) {
      throw new IOException(
          "Expected a proxy in version %d, found version %d with flags %d: it was written by another release, or is no proxy."
              .formatted(VERSION, head >> 4, head & 15));
    }
    try {
      String encoding = readEncoding(in);
      StoreAddress store = (head & OWN_STORE) != 0 ? requireOwn(own) : readAddress(in);
      String id = readText(in);
      long length = readNumber(in);
      OptionalInt crc = (head & CHECKSUM) != 0 ? OptionalInt.of(in.readInt()) : OptionalInt.empty();
      OnResolve onResolve = (head & EVICT) != 0 ? OnResolve.EVICT : OnResolve.KEEP;
      return new StoreFactory<>(
          store, new Key(id, new Descriptor(encoding, length, crc)), onResolve);
    } catch (RuntimeException e) {
      throw new IOException("Expected a proxy, found other bytes: " + e.getMessage(), e);
    }
  }

  private static StoreAddress requireOwn(@Nullable StoreAddress own) throws IOException {
    if (own == null) {
      throw new IOException(
          "The proxy was written for the readers of one store, and this reader knows of none.");
    }
    return own;
  }

  /** Most streams have one store, so the last address is kept as it was read. */
  private StoreAddress readAddress(DataInput in) throws IOException {
    String text = readText(in);
    StoreAddress last = lastRead;
    if (last == null || !last.toString().equals(text)) {
      last = StoreAddress.parse(text);
      lastRead = last;
    }
    return last;
  }

  private static void writeEncoding(String encoding, DataOutput out) throws IOException {
    int known = Math.max(0, ENCODINGS.indexOf(encoding));
    out.writeByte(known);
    if (known == 0) {
      writeText(encoding, out);
    }
  }

  private static String readEncoding(DataInput in) throws IOException {
    int known = in.readUnsignedByte();
    if (known >= ENCODINGS.size()) {
      throw new IOException("Expected an encoding from 0 to 3, found " + known + ".");
    }
    return known == 0 ? readText(in) : ENCODINGS.get(known);
  }

  private static void writeText(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeNumber(bytes.length, out);
    out.write(bytes);
  }

  private static String readText(DataInput in) throws IOException {
    long length = readNumber(in);
    if (length < 0 || length > LONGEST_TEXT) {
      throw new IOException(
          "Expected a text of up to " + LONGEST_TEXT + " bytes, found " + length + ".");
    }
    byte[] bytes = new byte[(int) length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void writeNumber(long number, DataOutput out) throws IOException {
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      out.writeByte((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  private static long readNumber(DataInput in) throws IOException {
    long number = 0;
    for (int shift = 0; shift < Long.SIZE; shift += 7) {
      int each = in.readUnsignedByte();
      number |= (long) (each & 0x7f) << shift;
      if (each < 0x80) {
        return number;
      }
    }
    throw new IOException("Expected a number, found more than ten bytes of one.");
  }
}
