package dev.proxystore.store.large;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.util.UUID;

/**
 * Writes a file that is there when it is whole: its content goes into a file beside it, which takes
 * its place, and its permissions, at the end. A link is followed; what is no regular file, such as
 * a device or a pipe, is written to as it stands.
 */
public final class SavedFile {
  private SavedFile() {}

  /** What is to be written. */
  @FunctionalInterface
  public interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  /**
   * Writes the content, or leaves the file as it was.
   *
   * @throws IOException if that fails, or the path is one of a folder
   */
  public static void write(Path file, Content content) throws IOException {
    if (Files.isDirectory(file)) {
      throw new FileSystemException(
          file.toString(), null, "it is a folder; expected the path of a file");
    }
    if (Files.isRegularFile(file)) {
      replace(file.toRealPath(), content);
    } else if (Files.exists(file) || Files.isSymbolicLink(file)) {
      writeInto(file, content);
    } else {
      replace(file.toAbsolutePath(), content);
    }
  }

  private static void replace(Path target, Content content) throws IOException {
    Path temporary = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
    try {
      writeInto(temporary, content);
      keepPermissions(target, temporary);
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static void writeInto(Path file, Content content) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      content.writeTo(out);
    }
  }

  private static void keepPermissions(Path old, Path replacement) throws IOException {
    var view = Files.getFileAttributeView(old, PosixFileAttributeView.class);
    if (view != null && Files.exists(old)) {
      Files.setPosixFilePermissions(replacement, view.readAttributes().permissions());
    }
  }
}
