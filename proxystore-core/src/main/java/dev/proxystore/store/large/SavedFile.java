package dev.proxystore.store.large;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** Writes an object beside the file that it is to be, which it becomes when it is whole. */
final class SavedFile {
  private SavedFile() {}

  static void write(LargeObject object, Path file) throws IOException {
    Path target = file.toAbsolutePath();
    Path name = requireNonNull(target.getFileName(), "A folder's root is no file.");
    Path temporary = target.resolveSibling("." + name + "." + UUID.randomUUID());
    try {
      try (OutputStream out = Files.newOutputStream(temporary)) {
        object.transferTo(out);
      }
      Files.move(temporary, target, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }
}
