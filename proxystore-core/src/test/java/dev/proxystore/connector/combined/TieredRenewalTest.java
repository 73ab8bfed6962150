package dev.proxystore.connector.combined;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.RenewalContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class TieredRenewalTest extends RenewalContract {
  @TempDir Path folder;
  private InnerStores stores;

  @Override
  protected Connector open() {
    // The kit opens one before this class has chosen where.
    stores = stores == null ? new InnerStores(folder) : stores;
    return stores.open(stores.writeThrough());
  }
}
