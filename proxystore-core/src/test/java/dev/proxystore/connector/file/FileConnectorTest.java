package dev.proxystore.connector.file;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class FileConnectorTest extends ConnectorContract {
  @TempDir Path folder;

  @Override
  protected Connector open() {
    return FileConnector.of(folder.resolve("contract"));
  }
}
