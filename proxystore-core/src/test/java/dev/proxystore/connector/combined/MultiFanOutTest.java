package dev.proxystore.connector.combined;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.FanOutContract;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.io.TempDir;

final class MultiFanOutTest extends FanOutContract {
  @TempDir Path folder;

  @Override
  protected Connector open() {
    InnerStores stores = new InnerStores(folder);
    return stores.open(stores.multi());
  }

  @Override
  protected Collection<String> everything() {
    return new InnerStores(folder).everything();
  }
}
