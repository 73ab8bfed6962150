package dev.proxystore.connector.file;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Ids as names of files: letters, digits, {@code - _ @} and dots as they are, every other byte of
 * the UTF-8 form as {@code %XX}. No name starts with a dot, so none leaves the folder or meets a
 * temporary file. What is too long for a file name keeps its beginning, and the SHA-256 of the id
 * after a tilde.
 */
final class FileNames {
  private static final int LONGEST = 200;
  private static final int KEPT = 100;

  private FileNames() {}

  static String of(String id) {
    StringBuilder name = new StringBuilder(id.length());
    for (byte each : id.getBytes(UTF_8)) {
      if (isPlain(each, name.isEmpty())) {
        name.append((char) each);
      } else {
        name.append(String.format("%%%02X", each));
      }
    }
    return name.length() <= LONGEST ? name.toString() : name.substring(0, KEPT) + "~" + hash(id);
  }

  /** The id whose file has this name; empty for other files and for ids that were cut. */
  static Optional<String> id(String name) {
    if (name.startsWith(".") || name.indexOf('~') >= 0) {
      return Optional.empty();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(name.length());
    for (int i = 0; i < name.length(); i++) {
      boolean coded = name.charAt(i) == '%';
      if (coded && !isCoded(name, i)) {
        return Optional.empty();
      }
      bytes.write(coded ? HexFormat.fromHexDigits(name, i + 1, i + 3) : name.charAt(i));
      i += coded ? 2 : 0;
    }
    return Optional.of(bytes.toString(UTF_8));
  }

  private static boolean isCoded(String name, int at) {
    return at + 2 < name.length()
        && HexFormat.isHexDigit(name.charAt(at + 1))
        && HexFormat.isHexDigit(name.charAt(at + 2));
  }

  private static String hash(String id) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  static String temporary() {
    return ".writing-" + UUID.randomUUID();
  }

  private static boolean isPlain(byte each, boolean first) {
    return (each >= 'a' && each <= 'z')
        || (each >= 'A' && each <= 'Z')
        || (each >= '0' && each <= '9')
        || each == '-'
        || each == '_'
        || each == '@'
        || (each == '.' && !first);
  }
}
