package dev.proxystore.connector.combined;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.StreamContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class MultiStreamTest extends StreamContract {
  @TempDir Path folder;

  @Override
  protected Connector open() {
    InnerStores stores = new InnerStores(folder);
    return stores.open(stores.multi());
  }
}
