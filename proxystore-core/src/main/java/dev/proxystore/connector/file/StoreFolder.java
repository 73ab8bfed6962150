package dev.proxystore.connector.file;

import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.StoreAddress;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** What tells the folder of a store from other folders: an empty file of this name. */
final class StoreFolder {
  static final String MARKER = ".proxystore";

  private StoreFolder() {}

  /** Makes the folder a store if it is empty or not there. */
  static void open(StoreAddress address, Path folder) throws IOException {
    Files.createDirectories(folder);
    Path marker = folder.resolve(MARKER);
    if (Files.exists(marker)) {
      return;
    }
    Optional<Path> other = anyFile(folder);
    if (other.isPresent() && !Files.exists(marker)) {
      throw new ConnectorException(
          address,
          "is a folder of other files, such as %s, and not a store. Choose a folder that is empty or not there, or put an empty file %s into it if it is one."
              .formatted(other.get().getFileName(), MARKER),
          null);
    }
    try {
      Files.createFile(marker);
    } catch (FileAlreadyExistsException e) {
      // another process opens it too
    }
  }

  private static Optional<Path> anyFile(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.findAny();
    }
  }
}
