package dev.proxystore.store;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.internal.Binary;
import dev.proxystore.proxy.Factory;
import dev.proxystore.proxy.FactoryFormat;
import dev.proxystore.serialize.Descriptor;
import dev.proxystore.serialize.Packing;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The binary frame of a {@link StoreFactory}, or of an {@link InlineFactory}. Version 1, in this
 * order:
 *
 * <ol>
 *   <li>a byte: the version in the upper four bits, then the flags packed (8), own store (4),
 *       checksum (2), evict (1)
 *   <li>a byte for the encoding: 1 bytes, 2 utf8, 3 kryo, or 0 and its name as text
 *   <li>unless it is the stream's own: the store's address as text
 *   <li>the key's id as text
 *   <li>the length, as an unsigned LEB128 number
 *   <li>with the flag: the checksum in four bytes, big-endian
 *   <li>with the flag packed: how the bytes were compressed and encrypted, see {@link
 *       PackingFormat}
 * </ol>
 *
 * An object that several consumers release has version 3: the same, with the number of consumers,
 * as an unsigned LEB128 number, behind the first byte.
 *
 * <p>An object that travels inside its proxy has version 2: the version in the upper four bits and
 * the flag checksum (2), the encoding, the length, the checksum, then the object's bytes.
 *
 * <p>An object whose proxy was made before it has version 4: the version in the upper four bits and
 * the flags own store (4) and evict (1), the store's address, the key's id, and for how many
 * milliseconds resolving waits for it, as an unsigned LEB128 number.
 *
 * <p>A text is its length in bytes, as an unsigned LEB128 number, and UTF-8. Safe for use by
 * several threads.
 */
public final class StoreFactoryFormat implements FactoryFormat {
  /** The version that is written of an object in a store. */
  public static final int VERSION = 1;

  /** The version that is written of an object inside its proxy. */
  public static final int INLINE_VERSION = 2;

  /** The version that is written of an object in a store that several consumers release. */
  public static final int FAN_OUT_VERSION = 3;

  /** The version that is written of an object that is set later. */
  public static final int DEFERRED_VERSION = 4;

  /** The most bytes of an object that travels inside its proxy: 64 MiB. */
  public static final int LARGEST_INLINE = 64 << 20;

  private static final int EVICT = 1;
  private static final int CHECKSUM = 2;
  private static final int OWN_STORE = 4;
  private static final int PACKED = 8;
  private static final int KNOWN_FLAGS = EVICT | CHECKSUM | OWN_STORE | PACKED;
  private static final List<String> ENCODINGS = List.of("", "bytes", "utf8", "kryo");

  private volatile @Nullable StoreAddress lastRead;

  @Override
  public Factory<?> parse(URI uri) {
    return InlineFactory.SCHEME.equals(uri.getScheme())
        ? InlineFactory.parse(uri)
        : ObjectUri.parse(uri);
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
    if (factory instanceof InlineFactory<?> inline) {
      writeInline(inline, out);
    } else if (factory instanceof StoreFactory<?> stored && stored.waits()) {
      writeDeferred(stored, own, out);
    } else if (factory instanceof StoreFactory<?> stored) {
      writeStored(stored, own, out);
    } else {
      throw new IOException(
          "Only proxies of objects in stores can travel, found a " + factory.getClass().getName());
    }
  }

  private static void writeInline(InlineFactory<?> inline, DataOutput out) throws IOException {
    OptionalInt crc = inline.crc32c();
    out.writeByte(INLINE_VERSION << 4 | (crc.isPresent() ? CHECKSUM : 0));
    writeEncoding(inline.encoding(), out);
    Binary.writeNumber(inline.payload().length, out);
    if (crc.isPresent()) {
      out.writeInt(crc.getAsInt());
    }
    out.write(inline.payload());
  }

  private static void writeStored(
      StoreFactory<?> stored, @Nullable StoreAddress own, DataOutput out) throws IOException {
    boolean isOwn = stored.store().equals(own);
    Descriptor descriptor = stored.key().descriptor();
    boolean isFannedOut = stored.key().isFannedOut();
    out.writeByte(((isFannedOut ? FAN_OUT_VERSION : VERSION) << 4) | flags(stored, isOwn));
    if (isFannedOut) {
      Binary.writeNumber(stored.key().fanOut(), out);
    }
    writeEncoding(descriptor.encoding(), out);
    if (!isOwn) {
      Binary.writeText(stored.store().toString(), out);
    }
    Binary.writeText(stored.key().id(), out);
    writeSize(descriptor, out);
  }

  private static void writeDeferred(
      StoreFactory<?> stored, @Nullable StoreAddress own, DataOutput out) throws IOException {
    boolean isOwn = stored.store().equals(own);
    out.writeByte((DEFERRED_VERSION << 4) | flags(stored, isOwn));
    if (!isOwn) {
      Binary.writeText(stored.store().toString(), out);
    }
    Binary.writeText(stored.key().id(), out);
    Binary.writeNumber(stored.timeout().toMillis(), out);
  }

  static void writeSize(Descriptor descriptor, DataOutput out) throws IOException {
    Binary.writeNumber(descriptor.length(), out);
    if (descriptor.crc32c().isPresent()) {
      out.writeInt(descriptor.crc32c().getAsInt());
    }
    if (!descriptor.packing().isNone()) {
      PackingFormat.write(descriptor.packing(), out);
    }
  }

  private static int flags(StoreFactory<?> factory, boolean isOwn) {
    return (factory.onResolve() == OnResolve.EVICT ? EVICT : 0)
        | (factory.key().descriptor().crc32c().isPresent() ? CHECKSUM : 0)
        | (isOwn ? OWN_STORE : 0)
        | (factory.key().descriptor().packing().isNone() ? 0 : PACKED);
  }

  /**
   * Reads what {@link #write(Factory, StoreAddress, DataOutput)} wrote.
   *
   * @param own the store of frames that name none
   * @throws IOException if the frame is malformed or of another version
   */
  public Factory<?> read(@Nullable StoreAddress own, DataInput in) throws IOException {
    int head = in.readUnsignedByte();
    int version = head >> 4;
    int flags = head & 15;
    if (!isKnown(version, flags)) {
      throw new IOException(
          "Expected a proxy in version %d to %d, found version %d with flags %d: it was written by another release, or is no proxy."
              .formatted(VERSION, DEFERRED_VERSION, version, flags));
    }
    try {
      return switch (version) {
        case INLINE_VERSION -> readInline(flags, in);
        case FAN_OUT_VERSION -> readStored(flags, readFanOut(in), own, in);
        case DEFERRED_VERSION -> readDeferred(flags, own, in);
        default -> readStored(flags, 1, own, in);
      };
    } catch (RuntimeException e) {
      throw new IOException("Expected a proxy, found other bytes: " + e.getMessage(), e);
    }
  }

  private static boolean isKnown(int version, int flags) {
    return switch (version) {
      case VERSION, FAN_OUT_VERSION -> (flags & ~KNOWN_FLAGS) == 0;
      case INLINE_VERSION -> (flags & ~CHECKSUM) == 0;
      case DEFERRED_VERSION -> (flags & ~(EVICT | OWN_STORE)) == 0;
      default -> false;
    };
  }

  private static int readFanOut(DataInput in) throws IOException {
    long consumers = Binary.readNumber(in);
    if (consumers < 2 || consumers > Key.LARGEST_FAN_OUT) {
      throw new IOException(
          "Expected 2 to %d consumers of an object, found %d."
              .formatted(Key.LARGEST_FAN_OUT, consumers));
    }
    return (int) consumers;
  }

  private StoreFactory<?> readStored(
      int flags, int fanOut, @Nullable StoreAddress own, DataInput in) throws IOException {
    String encoding = readEncoding(in);
    StoreAddress store = (flags & OWN_STORE) != 0 ? requireOwn(own) : readAddress(in);
    Key key = new Key(Binary.readText(in), readDescriptor(encoding, flags, in), fanOut);
    return new StoreFactory<>(store, key, onResolve(flags));
  }

  private StoreFactory<?> readDeferred(int flags, @Nullable StoreAddress own, DataInput in)
      throws IOException {
    StoreAddress store = (flags & OWN_STORE) != 0 ? requireOwn(own) : readAddress(in);
    Key key = Key.deferred(Binary.readText(in));
    Duration timeout = Duration.ofMillis(Binary.readNumber(in));
    return StoreFactory.ofFuture(store, key, onResolve(flags), timeout);
  }

  private static OnResolve onResolve(int flags) {
    return (flags & EVICT) != 0 ? OnResolve.EVICT : OnResolve.KEEP;
  }

  private static InlineFactory<?> readInline(int flags, DataInput in) throws IOException {
    String encoding = Descriptor.requireEncoding(readEncoding(in));
    long length = Binary.readNumber(in);
    if (length < 0 || length > LARGEST_INLINE) {
      throw new IOException(
          "Expected an object of up to %d bytes inside its proxy, found one of %d."
              .formatted(LARGEST_INLINE, length));
    }
    OptionalInt crc = readChecksum(flags, in);
    byte[] payload = new byte[(int) length];
    in.readFully(payload);
    return InlineFactory.of(encoding, crc, payload);
  }

  private static Descriptor readDescriptor(String encoding, int flags, DataInput in)
      throws IOException {
    long length = Binary.readNumber(in);
    OptionalInt crc = readChecksum(flags, in);
    return new Descriptor(
        encoding, length, crc, (flags & PACKED) != 0 ? PackingFormat.read(in) : Packing.none());
  }

  private static OptionalInt readChecksum(int flags, DataInput in) throws IOException {
    return (flags & CHECKSUM) != 0 ? OptionalInt.of(in.readInt()) : OptionalInt.empty();
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
    String text = Binary.readText(in);
    StoreAddress last = lastRead;
    if (last == null || !last.toString().equals(text)) {
      last = StoreAddress.parse(text);
      lastRead = last;
    }
    return last;
  }

  static void writeEncoding(String encoding, DataOutput out) throws IOException {
    int known = number(encoding);
    out.writeByte(known);
    if (known == 0) {
      Binary.writeText(encoding, out);
    }
  }

  /** Written out: to search the list took longer than to write the rest of a small proxy. */
  private static int number(String encoding) {
    return switch (encoding) {
      case "bytes" -> 1;
      case "utf8" -> 2;
      case "kryo" -> 3;
      default -> 0;
    };
  }

  static String readEncoding(DataInput in) throws IOException {
    int known = in.readUnsignedByte();
    if (known >= ENCODINGS.size()) {
      throw new IOException("Expected an encoding from 0 to 3, found " + known + ".");
    }
    return known == 0 ? Binary.readText(in) : ENCODINGS.get(known);
  }
}
