package dev.proxystore.store.payload;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.jspecify.annotations.Nullable;

/**
 * LZ4 frames (version 1.6.4 of the format's description) of independent blocks of 64 KiB, without
 * checksums: the object's key has one. Blocks of that size keep the time short for which the native
 * library holds an array, and a garbage collector may wait.
 *
 * <p>Compresses natively where the library came with the application's class path. In other class
 * loaders, as for the jars of a Flink job, a native library would have to be loaded once for each,
 * so that it is done in Java, which takes about twice as long.
 */
final class Lz4Codec implements Codec {
  static final Codec INSTANCE = new Lz4Codec();

  /** Mark, version 1 with independent blocks, blocks up to 64 KiB, checksum of these two. */
  private static final byte[] HEAD = {0x04, 0x22, 0x4d, 0x18, 0x60, 0x40, (byte) 0x82};

  private static final int BLOCK = 1 << 16;
  private static final int SIZE = Integer.BYTES;
  private static final int STORED = 1 << 31;

  private final LZ4Compressor compressor;
  private final LZ4SafeDecompressor decompressor;

  private Lz4Codec() {
    LZ4Factory factory = factory();
    compressor = factory.fastCompressor();
    decompressor = factory.safeDecompressor();
  }

  private static LZ4Factory factory() {
    if (LZ4Factory.class.getClassLoader() == ClassLoader.getSystemClassLoader()) {
      try {
        return LZ4Factory.nativeInstance();
      } catch (LinkageError | RuntimeException e) {
        return LZ4Factory.safeInstance(); // no library for this system, or not allowed
      }
    }
    return LZ4Factory.safeInstance();
  }

  @Override
  public byte @Nullable [] compress(byte[] bytes, int most) {
    Blocks frame = new Blocks(most);
    frame.add(HEAD, 0, HEAD.length);
    byte[] block = new byte[SIZE + compressor.maxCompressedLength(BLOCK)];
    for (int from = 0; from < bytes.length && !frame.isOver(); from += BLOCK) {
      int length = Math.min(BLOCK, bytes.length - from);
      int packed = compressor.compress(bytes, from, length, block, SIZE);
      if (packed < length) {
        size(block, packed);
        frame.add(Arrays.copyOf(block, SIZE + packed), 0, SIZE + packed);
      } else {
        frame.add(size(new byte[SIZE], length | STORED), 0, SIZE);
        frame.add(bytes, from, length);
      }
      if (bytes.length - from <= BLOCK) {
        break; // adding to it would overflow close to 2 GiB
      }
    }
    frame.add(new byte[SIZE], 0, SIZE);
    return frame.isOver() ? null : frame.toArray();
  }

  private static byte[] size(byte[] block, int size) {
    ByteBuffer.wrap(block).order(ByteOrder.LITTLE_ENDIAN).putInt(0, size);
    return block;
  }

  @Override
  public void decompress(byte[] compressed, byte[] out) {
    ByteBuffer in = ByteBuffer.wrap(compressed).order(ByteOrder.LITTLE_ENDIAN);
    require(
        compressed.length >= HEAD.length
            && Arrays.equals(compressed, 0, HEAD.length, HEAD, 0, HEAD.length),
        "no LZ4 frame of independent blocks of 64 KiB");
    in.position(HEAD.length);
    int filled = 0;
    for (int size = next(in); size != 0; size = next(in)) {
      int length = size & ~STORED;
      require(length <= in.remaining(), "a cut block");
      filled += fill(compressed, in.position(), size, out, filled);
      in.position(in.position() + length);
    }
    require(!in.hasRemaining(), "bytes behind the end of the frame");
    require(filled == out.length, filled + " bytes");
  }

  private static int next(ByteBuffer in) {
    require(in.remaining() >= SIZE, "a frame without its end");
    return in.getInt();
  }

  private int fill(byte[] from, int position, int size, byte[] out, int filled) {
    int length = size & ~STORED;
    int room = Math.min(BLOCK, out.length - filled);
    if (size < 0) {
      require(length <= room, "more bytes");
      System.arraycopy(from, position, out, filled, length);
      return length;
    }
    try {
      return decompressor.decompress(from, position, length, out, filled, room);
    } catch (LZ4Exception e) {
      throw new IllegalArgumentException("a corrupt block", e);
    }
  }

  private static void require(boolean holds, String found) {
    if (!holds) {
      throw new IllegalArgumentException(found);
    }
  }

  @Override
  public int largestRatio() {
    return 255; // one more byte of a match's length stands for 255
  }
}
