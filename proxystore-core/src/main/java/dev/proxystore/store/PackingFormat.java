package dev.proxystore.store;

import dev.proxystore.internal.Binary;
import dev.proxystore.serialize.Packing;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;

/**
 * How an object was packed, in frames and in URIs. In a frame, in this order:
 *
 * <ol>
 *   <li>a byte: the codec in the lower four bits (0 none, 1 lz4, 2 zstd, 15 its name as text), and
 *       the flag encrypted with AES-GCM (16)
 *   <li>only with 15: the name of the codec as text
 *   <li>only with a codec: the length before compression, as an unsigned LEB128 number
 *   <li>only with the flag: the id of the key in four bytes, big-endian
 * </ol>
 *
 * In a URI, {@code ;codec=lz4;unpacked=4194304} and {@code ;keyid=1234567890}, each only where it
 * applies.
 */
final class PackingFormat {
  static final String FRAGMENT =
      "(;codec=(?<codec>[^;]+);unpacked=(?<unpacked>\\d{1,19}))?(;keyid=(?<keyid>\\d{1,10}))?";

  private static final int ENCRYPTED = 16;
  private static final int NAMED = 15;
  private static final List<String> CODECS = List.of("", "lz4", "zstd");

  private PackingFormat() {}

  static void write(Packing packing, DataOutput out) throws IOException {
    String codec = packing.codec().orElse("");
    int number = CODECS.contains(codec) ? CODECS.indexOf(codec) : NAMED;
    out.writeByte(number | (packing.keyId().isPresent() ? ENCRYPTED : 0));
    if (number == NAMED) {
      Binary.writeText(codec, out);
    }
    if (packing.codec().isPresent()) {
      Binary.writeNumber(packing.unpackedLength(), out);
    }
    if (packing.keyId().isPresent()) {
      out.writeInt(packing.keyId().getAsInt());
    }
  }

  static Packing read(DataInput in) throws IOException {
    int head = in.readUnsignedByte();
    int number = head & 15;
    if ((head & ~(ENCRYPTED | 15)) != 0 || (number >= CODECS.size() && number != NAMED)) {
      throw new IOException(
          "Expected an object packed by codec 0 to %d, found %02x: it was written by another release, or is no proxy."
              .formatted(CODECS.size() - 1, head));
    }
    String codec = number == NAMED ? Binary.readText(in) : CODECS.get(number);
    long unpacked = number == 0 ? 0 : Binary.readNumber(in);
    OptionalInt keyId =
        (head & ENCRYPTED) != 0 ? OptionalInt.of(in.readInt()) : OptionalInt.empty();
    return new Packing(number == 0 ? Optional.empty() : Optional.of(codec), unpacked, keyId);
  }

  static void append(Packing packing, StringBuilder text) {
    packing
        .codec()
        .ifPresent(
            codec ->
                text.append(";codec=")
                    .append(codec)
                    .append(";unpacked=")
                    .append(packing.unpackedLength()));
    packing.keyId().ifPresent(id -> text.append(";keyid=").append(Integer.toUnsignedString(id)));
  }

  static Packing parse(Matcher parts) {
    String codec = parts.group("codec");
    String keyId = parts.group("keyid");
    return new Packing(
        Optional.ofNullable(codec),
        codec == null ? 0 : Long.parseLong(parts.group("unpacked")),
        keyId == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseUnsignedInt(keyId)));
  }
}
