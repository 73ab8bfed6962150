package dev.proxystore.flink;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.store.StoreConfig;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Savepoints with objects in the memory of this process. */
class StandAloneSavepointITCase extends StandAloneSavepointKit {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private final TestStore server = TestStore.start();

  @AfterEach
  void close() {
    server.close();
  }

  @Override
  StoreConfig store() {
    return server.config();
  }
}
