package dev.proxystore.flink.orphans;

import dev.proxystore.flink.testutils.Jobs;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With the scheduler that streams have by default. */
class OrphansITCase extends OrphansKit {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();
}
