package dev.proxystore.internal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * Numbers and texts as ProxyStore's binary formats write them: a number as unsigned LEB128, a text
 * as the number of its bytes and UTF-8.
 */
public final class Binary {
  /** The most bytes of a text. */
  public static final int LONGEST_TEXT = 4096;

  private Binary() {}

  public static void writeText(String text, DataOutput out) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writeNumber(bytes.length, out);
    out.write(bytes);
  }

  /**
   * Reads what {@link #writeText} wrote.
   *
   * @throws IOException if it has more than {@value #LONGEST_TEXT} bytes
   */
  public static String readText(DataInput in) throws IOException {
    long length = readNumber(in);
    if (length < 0 || length > LONGEST_TEXT) {
      throw new IOException(
          "Expected a text of up to " + LONGEST_TEXT + " bytes, found " + length + ".");
    }
    byte[] bytes = new byte[(int) length];
    in.readFully(bytes);
    return new String(bytes, StandardCharsets.UTF_8);
  }

  public static void writeNumber(long number, DataOutput out) throws IOException {
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      out.writeByte((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.writeByte((int) rest);
  }

  /**
   * Reads what {@link #writeNumber} wrote.
   *
   * @throws IOException if it has more than ten bytes
   */
  public static long readNumber(DataInput in) throws IOException {
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
