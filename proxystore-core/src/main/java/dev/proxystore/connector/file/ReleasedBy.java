package dev.proxystore.connector.file;

import dev.proxystore.connector.ObjectConsumer;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who has released an object of several consumers: a folder beside its file has an empty file for
 * each, which the file system makes once however often it is asked.
 */
final class ReleasedBy {
  private static final String PREFIX = ".released-";

  private final Path folder;

  ReleasedBy(Path folder) {
    this.folder = folder;
  }

  void add(String name, ObjectConsumer consumer) throws IOException {
    Path file = released(name).resolve(consumer.text());
    for (boolean added = false; !added; ) {
      makeFolder(name);
      added = create(file);
    }
  }

  private void makeFolder(String name) throws IOException {
    try {
      Files.createDirectory(released(name));
    } catch (FileAlreadyExistsException e) {
      // somebody else has released it
    }
  }

  /** False if the folder was removed in between. */
  private static boolean create(Path file) throws IOException {
    try {
      Files.createFile(file);
    } catch (FileAlreadyExistsException e) {
      return true; // released before
    } catch (NoSuchFileException e) {
      return false;
    }
    return true;
  }

  /** How many consumers have released the object. */
  int count(String name) throws IOException {
    return ObjectConsumer.countWhole(
        files(name).stream().map(each -> each.getFileName().toString()).toList());
  }

  /** Who adds a file meanwhile finds that the object is gone, and clears up in turn. */
  void clear(String name) throws IOException {
    for (Path each : files(name)) {
      Files.deleteIfExists(each);
    }
    try {
      Files.deleteIfExists(released(name));
    } catch (DirectoryNotEmptyException e) {
      // as said above
    }
  }

  private List<Path> files(String name) throws IOException {
    try (Stream<Path> files = Files.list(released(name))) {
      return files.toList();
    } catch (NoSuchFileException e) {
      return List.of();
    }
  }

  private Path released(String name) {
    return folder.resolve(PREFIX + name);
  }
}
