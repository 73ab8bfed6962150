package dev.proxystore.connector.file;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.DeferrableContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;

final class FileDeferrableTest extends DeferrableContract {
  @TempDir Path folder;

  @Override
  protected Connector open() {
    return FileConnector.of(folder.resolve("contract"));
  }

  @Override
  protected Collection<String> everything() {
    try (Stream<Path> files = Files.list(folder.resolve("contract"))) {
      return files
          .map(each -> each.getFileName().toString())
          .filter(name -> !name.equals(StoreFolder.MARKER))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
