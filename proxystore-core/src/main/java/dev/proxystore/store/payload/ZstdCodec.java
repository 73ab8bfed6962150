package dev.proxystore.store.payload;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Zstandard frames (RFC 8878), one for each MiB: the native library holds the array while it works,
 * and a garbage collector may have to wait for that long.
 */
final class ZstdCodec implements Codec {
  static final Codec INSTANCE = new ZstdCodec();

  private static final int LEVEL = 1;
  private static final int PART = 1 << 20;

  private ZstdCodec() {
    long unused = Zstd.compressBound(0); // loads the native library, or fails here
  }

  @Override
  public byte @Nullable [] compress(byte[] bytes, int most) {
    Blocks frames = new Blocks(most);
    int part = Math.min(PART, bytes.length);
    byte[] frame = new byte[(int) Zstd.compressBound(part)];
    for (int from = 0; from < bytes.length && !frames.isOver(); from += part) {
      int length = Math.min(PART, bytes.length - from);
      int packed = (int) Zstd.compressByteArray(frame, 0, frame.length, bytes, from, length, LEVEL);
      frames.add(Arrays.copyOf(frame, packed), 0, packed);
      if (bytes.length - from <= PART) {
        break; // adding to it would overflow close to 2 GiB
      }
    }
    return frames.isOver() ? null : frames.toArray();
  }

  @Override
  public void decompress(byte[] compressed, byte[] out) {
    int filled = 0;
    int position = 0;
    try {
      while (position < compressed.length) {
        int length = Math.toIntExact(frameLength(compressed, position));
        int room = Math.min(PART, out.length - filled);
        filled += (int) Zstd.decompressByteArray(out, filled, room, compressed, position, length);
        position += length;
      }
    } catch (ZstdException | ArithmeticException e) {
      throw new IllegalArgumentException("a corrupt frame", e);
    }
    if (filled != out.length) {
      throw new IllegalArgumentException(filled + " bytes");
    }
  }

  private static long frameLength(byte[] compressed, int position) {
    long length = Zstd.findFrameCompressedSize(compressed, position, compressed.length - position);
    if (Zstd.isError(length) || length <= 0 || length > compressed.length - position) {
      throw new IllegalArgumentException("no Zstandard frame, or a cut one");
    }
    return length;
  }

  @Override
  public int largestRatio() {
    return 1 << 15; // a block of 128 KiB that repeats one byte takes four
  }
}
