package dev.proxystore.connector.file;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.StreamContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class FileStreamTest extends StreamContract {
  @TempDir Path folder;

  @Override
  protected Connector open() {
    return FileConnector.of(folder.resolve("contract"));
  }
}
