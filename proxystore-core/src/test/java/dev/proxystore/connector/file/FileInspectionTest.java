package dev.proxystore.connector.file;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.InspectionContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class FileInspectionTest extends InspectionContract {
  @TempDir Path folder;

  @Override
  protected Connector open() {
    return FileConnector.of(folder.resolve("contract"));
  }
}
