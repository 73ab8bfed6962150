package dev.proxystore.connector.file;

import dev.proxystore.connector.StoredObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What the attributes of an object's file say. */
final class FileInspection {
  private FileInspection() {}

  /** Empty if it has gone meanwhile. */
  static Optional<StoredObject> of(Path folder, Expiry expiry, String id) throws IOException {
    String name = FileNames.of(id);
    try {
      BasicFileAttributes file =
          Files.readAttributes(folder.resolve(name), BasicFileAttributes.class);
      Instant now = Instant.now();
      return Optional.of(
          new StoredObject(
              id,
              OptionalLong.of(file.size()),
              Optional.of(Duration.between(file.lastModifiedTime().toInstant(), now)),
              expiry.end(name).map(end -> Duration.between(now, end))));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
