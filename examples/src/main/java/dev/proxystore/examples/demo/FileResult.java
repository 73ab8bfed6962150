package dev.proxystore.examples.demo;

import dev.proxystore.proxy.Proxy;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * What came of a file.
 *
 * @param uri its path as a URI
 * @param size the bytes that were computed with
 * @param sha256 their SHA-256 in hexadecimal digits; empty if the file was not read
 * @param problem why it was not read; empty if it was
 * @param content the proxy that its bytes were fetched with; null if it was not read
 */
public record FileResult(
    String uri, long size, String sha256, String problem, @Nullable Proxy<byte[]> content) {

  static FileResult of(FileTask task, byte[] bytes) {
    return new FileResult(
        task.uri(), bytes.length, HexFormat.of().formatHex(sha256(bytes)), "", task.content());
  }

  static FileResult unread(String uri, String problem) {
    return new FileResult(uri, 0, "", problem, null);
  }

  static FileResult unread(String uri, IOException failure) {
    if (failure instanceof NoSuchFileException) {
      return unread(uri, "it is not there any more.");
    }
    if (failure instanceof AccessDeniedException) {
      return unread(uri, "reading it is not permitted.");
    }
    return unread(uri, failure + ".");
  }

  boolean isRead() {
    return problem.isEmpty();
  }

  Path path() {
    return Path.of(URI.create(uri));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }
}
