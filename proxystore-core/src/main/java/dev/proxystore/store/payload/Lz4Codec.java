package dev.proxystore.store.payload;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import net.jpountz.lz4.LZ4Compressor;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.lz4.LZ4SafeDecompressor;
import org.jspecify.annotations.Nullable;

/**
 * LZ4 frames (version 1.6.4 of the format's description) of independent blocks of 64 KiB, without
 * checksums: the object's key has one. Blocks of that size keep the time short for which the native
 * library holds an array, and a garbage collector may wait. The blocks of an object are worked on
 * at the same time, on the JVM's common pool and the thread that asks.
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

  /** Blocks that are compressed before the frame is looked at: perhaps it does not pay. */
  private static final int AT_ONCE = 16;

  private static final int SIZE = Integer.BYTES;
  private static final int STORED = 1 << 31;

  /**
   * Room for a block at its largest. A new array of that size would be cleared before it is filled,
   * and put and get over Redis take 5 % longer at 64 KiB.
   */
  private static final ThreadLocal<byte[]> SCRATCH =
      ThreadLocal.withInitial(
          () ->
              new byte
                  [SIZE + LZ4Factory.safeInstance().fastCompressor().maxCompressedLength(BLOCK)]);

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
    int blocks = count(bytes.length);
    for (int first = 0; first < blocks && !frame.isOver(); first += AT_ONCE) {
      byte[][] packed = new byte[Math.min(AT_ONCE, blocks - first)][];
      int from = first;
      inParallel(packed.length, i -> packed[i] = compressBlock(bytes, from + i));
      for (byte[] each : packed) {
        frame.add(each, 0, each.length);
      }
    }
    frame.add(new byte[SIZE], 0, SIZE);
    return frame.isOver() ? null : frame.toArray();
  }

  private static int count(int length) {
    return (int) (((long) length + BLOCK - 1) / BLOCK);
  }

  /** With its size in front; a block that does not become smaller is stored as it is. */
  private byte[] compressBlock(byte[] bytes, int number) {
    int from = number * BLOCK;
    int length = Math.min(BLOCK, bytes.length - from);
    byte[] packed = SCRATCH.get(); // of this thread, and done with before it does anything else
    int size = compressor.compress(bytes, from, length, packed, SIZE);
    if (size < length) {
      return Arrays.copyOf(size(packed, size), SIZE + size);
    }
    byte[] stored = size(new byte[SIZE + length], length | STORED);
    System.arraycopy(bytes, from, stored, SIZE, length);
    return stored;
  }

  private static void inParallel(int count, IntConsumer work) {
    if (count == 1) {
      work.accept(0);
    } else {
      IntStream.range(0, count).parallel().forEach(work);
    }
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
    List<StoredBlock> blocks = new ArrayList<>();
    for (int size = next(in); size != 0; size = next(in)) {
      StoredBlock block = new StoredBlock(in.position(), size);
      require(block.length() <= in.remaining(), "a cut block");
      blocks.add(block);
      in.position(in.position() + block.length());
    }
    require(!in.hasRemaining(), "bytes behind the end of the frame");
    if (out.length < 2 * BLOCK) {
      fillInTurn(compressed, blocks, out);
    } else {
      fillInParallel(compressed, blocks, out);
    }
  }

  /** A block of a frame, and its size as it stands there. */
  private record StoredBlock(int position, int size) {
    int length() {
      return size & ~STORED;
    }

    boolean isStored() {
      return size < 0;
    }
  }

  private void fillInTurn(byte[] compressed, List<StoredBlock> blocks, byte[] out) {
    int filled = 0;
    for (StoredBlock each : blocks) {
      filled += fill(compressed, each, out, filled);
    }
    require(filled == out.length, filled + " bytes");
  }

  /** All blocks of a longer object are full, but for the last. */
  private void fillInParallel(byte[] compressed, List<StoredBlock> blocks, byte[] out) {
    require(blocks.size() == count(out.length), blocks.size() + " blocks");
    inParallel(
        blocks.size(),
        i -> {
          int start = i * BLOCK;
          int filled = fill(compressed, blocks.get(i), out, start);
          require(filled == Math.min(BLOCK, out.length - start), "a block of another length");
        });
  }

  private static int next(ByteBuffer in) {
    require(in.remaining() >= SIZE, "a frame without its end");
    return in.getInt();
  }

  private int fill(byte[] from, StoredBlock block, byte[] out, int filled) {
    int room = Math.min(BLOCK, out.length - filled);
    if (block.isStored()) {
      require(block.length() <= room, "more bytes");
      System.arraycopy(from, block.position(), out, filled, block.length());
      return block.length();
    }
    try {
      return decompressor.decompress(from, block.position(), block.length(), out, filled, room);
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
