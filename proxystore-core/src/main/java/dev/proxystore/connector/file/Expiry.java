package dev.proxystore.connector.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When objects with a time to live are gone: beside the file of such an object lies an empty one
 * whose modification time says it.
 */
final class Expiry {
  private static final String PREFIX = ".expires-";

  private final Path folder;

  Expiry(Path folder) {
    this.folder = folder;
  }

  /** In one step: an object that is there already is not over in between. */
  void set(String name, Duration timeToLive) throws IOException {
    if (timeToLive.isZero()) {
      clear(name);
      return;
    }
    Path marker = folder.resolve(FileNames.temporary());
    Files.createFile(marker);
    Files.setLastModifiedTime(marker, FileTime.from(Instant.now().plus(timeToLive)));
    Files.move(marker, marker(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** The same for an object that is there already: nobody sees a marker that has no time yet. */
  void setWhole(String name, Duration timeToLive) throws IOException {
    if (timeToLive.isZero()) {
      clear(name);
      return;
    }
    Path temporary = folder.resolve(FileNames.temporary());
    Files.write(temporary, new byte[0]);
    Files.setLastModifiedTime(temporary, FileTime.from(Instant.now().plus(timeToLive)));
    Files.move(temporary, marker(name), StandardCopyOption.ATOMIC_MOVE);
  }

  void clear(String name) throws IOException {
    Files.deleteIfExists(marker(name));
  }

  boolean isOver(String name) throws IOException {
    return end(name).filter(end -> end.isBefore(Instant.now())).isPresent();
  }

  /** When it is gone; empty if it stays. */
  Optional<Instant> end(String name) throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(marker(name)).toInstant());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }

  private Path marker(String name) {
    return folder.resolve(PREFIX + name);
  }
}
