package dev.proxystore.examples.demo;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** Reads files of checksums as {@code sha256sum -c} does, and takes checksums anew. */
final class Sha256Sums {
  private static final int DIGITS = 64;

  private Sha256Sums() {}

  /** The digest of each file that is listed. */
  static Map<Path, String> read(Path file) throws IOException {
    Map<Path, String> sums = new TreeMap<>();
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    for (String line : text.lines().toList()) {
      boolean escaped = line.startsWith("\\");
      String plain = escaped ? line.substring(1) : line;
      String name = plain.substring(DIGITS + 2);
      sums.put(path(escaped ? unescaped(name) : name), plain.substring(0, DIGITS));
    }
    return sums;
  }

  private static String unescaped(String name) {
    return name.replace("\\\\", "\0").replace("\\n", "\n").replace("\\r", "\r").replace("\0", "\\");
  }

  /** A path of bytes, which need not be valid text: through a URI, no byte is lost. */
  private static Path path(String bytes) {
    StringBuilder uri = new StringBuilder("file://");
    for (byte each : bytes.getBytes(StandardCharsets.ISO_8859_1)) {
      uri.append(each == '/' ? "/" : "%%%02X".formatted(each));
    }
    return Path.of(URI.create(uri.toString()));
  }

  static String of(Path file) throws IOException {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
