package dev.proxystore.serialize;

import com.esotericsoftware.kryo.io.Input;

/**
 * Refuses lengths of texts, collections and arrays that the remaining bytes cannot hold, before
 * anything of that length is allocated. Each element takes a byte at least, and a byte of its own:
 * so all lengths together are no more than the bytes.
 */
final class CheckedInput extends Input {
  private boolean lengthIsNext;
  private long claimed;

  @Override
  public void setBuffer(byte[] bytes) {
    super.setBuffer(bytes);
    claimed = 0;
  }

  /** The number that is read next is a length, or that plus one. */
  void expectLength() {
    lengthIsNext = true;
  }

  private int checked(int length) {
    if (length > limit - position) {
      throw new SerializationException(
          "Expected %d elements, found %d bytes: cut or foreign."
              .formatted(length, limit - position));
    }
    claimed += Math.max(0, length);
    if (claimed > limit) {
      throw new SerializationException(
          "Expected %d elements in all, found %d bytes: foreign.".formatted(claimed, limit));
    }
    return length;
  }

  @Override
  public int readVarInt(boolean optimizePositive) {
    int number = super.readVarInt(optimizePositive);
    if (lengthIsNext) {
      lengthIsNext = false;
      checked(number - 1);
    }
    return number;
  }

  /** Read for lengths only, of texts and collections, or for those plus one. */
  @Override
  public int readVarIntFlag(boolean optimizePositive) {
    int length = super.readVarIntFlag(optimizePositive);
    lengthIsNext = false;
    checked(length - 1);
    return length;
  }

  @Override
  public byte[] readBytes(int length) {
    return super.readBytes(checked(length));
  }

  @Override
  public boolean[] readBooleans(int length) {
    return super.readBooleans(checked(length));
  }

  @Override
  public short[] readShorts(int length) {
    return super.readShorts(checked(length));
  }

  @Override
  public char[] readChars(int length) {
    return super.readChars(checked(length));
  }

  @Override
  public int[] readInts(int length) {
    return super.readInts(checked(length));
  }

  @Override
  public int[] readInts(int length, boolean optimizePositive) {
    return super.readInts(checked(length), optimizePositive);
  }

  @Override
  public long[] readLongs(int length) {
    return super.readLongs(checked(length));
  }

  @Override
  public long[] readLongs(int length, boolean optimizePositive) {
    return super.readLongs(checked(length), optimizePositive);
  }

  @Override
  public float[] readFloats(int length) {
    return super.readFloats(checked(length));
  }

  @Override
  public double[] readDoubles(int length) {
    return super.readDoubles(checked(length));
  }
}
