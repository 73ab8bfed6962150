package dev.proxystore.flink;

import dev.proxystore.connector.combined.CombinedAddress;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.store.StoreConfig;
import java.nio.file.Path;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Savepoints with objects in a store that is made of several. */
class StandAloneSavepointSeveralStoresITCase extends StandAloneSavepointKit {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  @TempDir Path stores;

  /** The texts of one or two digits are in the one, those of three in the other. */
  @Override
  StoreConfig store() {
    return StoreConfig.of(
        CombinedAddress.multi("both")
            .with("short", "file:" + stores.resolve("short"))
            .set("short", "max-size", String.valueOf("text 99".length()))
            .set("short", "priority", "1")
            .with("long", "file:" + stores.resolve("long"))
            .address());
  }
}
