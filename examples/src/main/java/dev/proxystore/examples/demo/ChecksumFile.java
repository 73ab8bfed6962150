package dev.proxystore.examples.demo;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Writes checksums as {@code sha256sum} does: digest, two spaces, path. A path with a backslash or
 * a line break is escaped and its line starts with a backslash. Paths are written byte for byte, so
 * names that are not valid text survive.
 */
final class ChecksumFile implements AutoCloseable {
  private static final int PERCENT_DIGITS = 2;

  private final Path file;
  private final Path part;
  private final OutputStream out;

  ChecksumFile(Path file) throws IOException {
    this.file = file;
    this.part = part(file);
    this.out = new BufferedOutputStream(Files.newOutputStream(part));
  }

  /** Where a file of checksums is written until all is in it. */
  static Path part(Path file) {
    return file.resolveSibling(file.getFileName() + ".part");
  }

  void add(FileResult result) throws IOException {
    byte[] path = pathBytes(result.uri());
    byte[] escaped = escape(path);
    if (escaped.length != path.length) {
      out.write('\\');
    }
    out.write((result.sha256() + "  ").getBytes(StandardCharsets.US_ASCII));
    out.write(escaped);
    out.write('\n');
  }

  /** Gives the file its name: all is in it. */
  void complete() throws IOException {
    out.close();
    Path unused = Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
  }

  /** Removes a file that is not complete. */
  @Override
  public void close() throws IOException {
    out.close();
    Files.deleteIfExists(part);
  }

  /** The bytes that the file system knows, from the percent-encoded form. */
  static byte[] pathBytes(String uri) {
    String raw = URI.create(uri).getRawPath();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(raw.length());
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        bytes.write(Integer.parseInt(raw, i + 1, i + 1 + PERCENT_DIGITS, 16));
        i += PERCENT_DIGITS;
      } else {
        bytes.write(c);
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] escape(byte[] path) {
    ByteArrayOutputStream escaped = new ByteArrayOutputStream(path.length);
    for (byte each : path) {
      switch (each) {
        case '\\' -> escaped.writeBytes(new byte[] {'\\', '\\'});
        case '\n' -> escaped.writeBytes(new byte[] {'\\', 'n'});
        case '\r' -> escaped.writeBytes(new byte[] {'\\', 'r'});
        default -> escaped.write(each);
      }
    }
    return escaped.toByteArray();
  }
}
