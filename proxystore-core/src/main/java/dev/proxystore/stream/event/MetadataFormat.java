package dev.proxystore.stream.event;

import dev.proxystore.internal.Binary;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The bytes of metadata: their count, then each one's name, type and value. Types: 1 a text, 2 a
 * whole number and 3 an instant as 8 bytes, 4 a decimal as 8 bytes (IEEE 754), 5 a flag as a byte,
 * 6 bytes. Texts and bytes carry their length in front; counts and lengths are unsigned LEB128,
 * other numbers big-endian. For the formats that metadata are a part of.
 */
public final class MetadataFormat {
  private static final int TEXT = 1;
  private static final int NUMBER = 2;
  private static final int INSTANT = 3;
  private static final int DECIMAL = 4;
  private static final int FLAG = 5;
  private static final int BYTES = 6;

  private MetadataFormat() {}

  /** Writes metadata. */
  public static void write(Metadata metadata, DataOutput out) throws IOException {
    Map<String, Object> values = metadata.values();
    Binary.writeNumber(values.size(), out);
    for (Map.Entry<String, Object> each : values.entrySet()) {
      Binary.writeText(each.getKey(), out);
      writeValue(each.getValue(), out);
    }
  }

  private static void writeValue(Object value, DataOutput out) throws IOException {
    if (value instanceof String text) {
      out.writeByte(TEXT);
      Binary.writeText(text, out);
    } else if (value instanceof Long number) {
      out.writeByte(NUMBER);
      out.writeLong(number);
    } else if (value instanceof Instant instant) {
      out.writeByte(INSTANT);
      out.writeLong(instant.toEpochMilli());
    } else if (value instanceof Double decimal) {
      out.writeByte(DECIMAL);
      out.writeDouble(decimal);
    } else if (value instanceof Boolean flag) {
      out.writeByte(FLAG);
      out.writeBoolean(flag);
    } else {
      byte[] bytes = (byte[]) value;
      out.writeByte(BYTES);
      Binary.writeNumber(bytes.length, out);
      out.write(bytes);
    }
  }

  /** Reads what {@link #write} wrote. */
  public static Metadata read(DataInput in) throws IOException {
    int count = Metadata.requireUpTo(Metadata.MOST_VALUES, Binary.readNumber(in), "values");
    if (count == 0) {
      return Metadata.empty();
    }
    Map<String, Object> values = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      values.put(Binary.readText(in), readValue(in));
    }
    return Metadata.copyOf(values);
  }

  private static Object readValue(DataInput in) throws IOException {
    int type = in.readUnsignedByte();
    return switch (type) {
      case TEXT -> Binary.readText(in);
      case NUMBER -> in.readLong();
      case INSTANT -> Instant.ofEpochMilli(in.readLong());
      case DECIMAL -> in.readDouble();
      case FLAG -> in.readBoolean();
      case BYTES -> readBytes(in);
      default -> throw new IOException("the type " + type + " of metadata is not known");
    };
  }

  private static byte[] readBytes(DataInput in) throws IOException {
    byte[] bytes =
        new byte
            [Metadata.requireUpTo(Metadata.MOST_BYTES, Binary.readNumber(in), "bytes of a value")];
    in.readFully(bytes);
    return bytes;
  }
}
