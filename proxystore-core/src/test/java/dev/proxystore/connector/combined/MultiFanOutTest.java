package dev.proxystore.connector.combined;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.FanOutContract;
import java.nio.file.Path;
import java.util.Collection;
import org.junit.jupiter.api.io.TempDir;

final class MultiFanOutTest extends FanOutContract {
  @TempDir Path folder;
  private InnerStores stores;

  @Override
  protected Connector open() {
    // The kit opens one before this class has chosen where.
    stores = stores == null ? new InnerStores(folder) : stores;
    return stores.open(stores.multi());
  }

  @Override
  protected Collection<String> everything() {
    return stores.everything();
  }
}
