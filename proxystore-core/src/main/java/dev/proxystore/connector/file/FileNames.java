package dev.proxystore.connector.file;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Ids as names of files: letters, digits, {@code - _ @} and dots as they are, every other byte of
 * the UTF-8 form as {@code %XX}. No name starts with a dot, so none leaves the folder or meets a
 * temporary file. An id too long for a file name is refused by the file system.
 */
final class FileNames {
  private FileNames() {}

  static String of(String id) {
    StringBuilder name = new StringBuilder(id.length());
    for (byte each : id.getBytes(StandardCharsets.UTF_8)) {
      if (isPlain(each, name.isEmpty())) {
        name.append((char) each);
      } else {
        name.append(String.format("%%%02X", each));
      }
    }
    return name.toString();
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
