package dev.proxystore.flink.sink;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** How the parts are written of which states and committables consist. */
final class Format {
  private Format() {}

  @FunctionalInterface
  interface Content {
    void write(DataOutputStream out) throws IOException;
  }

  @FunctionalInterface
  interface Reader<T> {
    T read(DataInputStream in) throws IOException;
  }

  static byte[] bytes(Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      content.write(out);
    }
    return bytes.toByteArray();
  }

  /** Reads all of the bytes, if they are of the version that this release writes. */
  static <T> T read(String what, int version, int known, byte[] bytes, Reader<T> reader)
      throws IOException {
    if (version != known) {
      throw new IOException(
          "Expected a %s of version %d, found version %d: restore it with the release that wrote it, or a later one."
              .formatted(what, known, version));
    }
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      T value = reader.read(in);
      if (in.available() > 0) {
        throw new IOException(
            "Expected a %s of %d bytes, found %d more."
                .formatted(what, bytes.length - in.available(), in.available()));
      }
      return value;
    }
  }

  static void writeId(UUID id, DataOutputStream out) throws IOException {
    out.writeLong(id.getMostSignificantBits());
    out.writeLong(id.getLeastSignificantBits());
  }

  static UUID readId(DataInputStream in) throws IOException {
    return new UUID(in.readLong(), in.readLong());
  }

  /** A producer's id, then the number of topics, and each one's name and next number. */
  static void writeNumbers(ProducerNumbers numbers, DataOutputStream out) throws IOException {
    writeId(numbers.producer(), out);
    out.writeInt(numbers.next().size());
    for (Map.Entry<String, Long> each : numbers.next().entrySet()) {
      out.writeUTF(each.getKey());
      out.writeLong(each.getValue());
    }
  }

  static ProducerNumbers readNumbers(DataInputStream in) throws IOException {
    UUID producer = readId(in);
    TreeMap<String, Long> next = new TreeMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      next.put(in.readUTF(), in.readLong());
    }
    return new ProducerNumbers(producer, next);
  }

  static void writeAll(List<ProducerNumbers> producers, DataOutputStream out) throws IOException {
    out.writeInt(producers.size());
    for (ProducerNumbers each : producers) {
      writeNumbers(each, out);
    }
  }

  static List<ProducerNumbers> readAll(DataInputStream in) throws IOException {
    List<ProducerNumbers> producers = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      producers.add(readNumbers(in));
    }
    return producers;
  }
}
