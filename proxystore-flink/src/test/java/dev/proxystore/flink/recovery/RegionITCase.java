package dev.proxystore.flink.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.StoredObjects;
import dev.proxystore.flink.testutils.TestStore;
import java.util.List;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Objects are released in a job of two regions, of which one fails. */
@Timeout(60)
class RegionITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final int RECORDS = 300;

  private final TestStore server = TestStore.start();

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void aRegionThatFailsGoesBackAloneAndNothingIsMissingOrLeftInEither() throws Exception {
    Step.planFailures(1);
    StreamExecutionEnvironment environment = Shape.SHUFFLED_UNORDERED_UNALIGNED.environment();
    List<StoredObjects> regions =
        List.of(new StoredObjects(server, RECORDS), new StoredObjects(server, RECORDS));
    for (StoredObjects objects : regions) {
      ProxyStreams.resolve(
              objects.proxies(environment).uid("paced " + regions.indexOf(objects)).rebalance(),
              proxy -> proxy,
              new UseThatFails(Step.AFTER_RESOLVE_BEFORE_MARK),
              Types.STRING,
              ProxyResolveOptions.defaults())
          .sinkTo(new DiscardingSink<>());
    }
    environment.execute();
    assertThat(Step.failuresLeft()).isZero();
    await().untilAsserted(() -> assertThat(server.ids()).isEmpty());
    assertThat(server.gets()).hasSizeBetween(2 * RECORDS, 3 * RECORDS);
  }
}
