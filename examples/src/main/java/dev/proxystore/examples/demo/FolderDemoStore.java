package dev.proxystore.examples.demo;

import dev.proxystore.connector.file.FileConnector;
import dev.proxystore.store.StoreConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for temporary files, deleted in the end. */
record FolderDemoStore(Path parent, Path folder, StoreConfig config) implements DemoStore {

  static DemoStore create() throws IOException {
    Path parent = Files.createTempDirectory("proxystore-");
    Path folder = parent.resolve("demo");
    try (FileConnector connector = FileConnector.of(folder)) {
      return new FolderDemoStore(
          parent, folder, DemoStore.uncached(connector.address().toString()));
    }
  }

  @Override
  public long objectsLeft() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> !file.getFileName().toString().startsWith(".")).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (!Files.exists(parent)) {
      return;
    }
    try (Stream<Path> files = Files.walk(parent)) {
      for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
