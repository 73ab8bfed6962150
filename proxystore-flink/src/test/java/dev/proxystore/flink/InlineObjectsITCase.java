package dev.proxystore.flink;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.testutils.TestStore;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.testutils.InMemoryReporter;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A stream of objects some of which are too small for a store. */
@Timeout(60)
class InlineObjectsITCase {
  private static final InMemoryReporter REPORTER = InMemoryReporter.createWithRetainedMetrics();
  private static final int LARGE = 100;

  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(2)
              .setConfiguration(REPORTER.addToConfiguration(new Configuration()))
              .build());

  private final TestStore server = TestStore.start();

  @AfterEach
  void close() {
    server.close();
  }

  private static long sum(JobID job, String name) {
    return REPORTER.findMetrics(job, "Put.*\\.proxystore\\." + name).values().stream()
        .mapToLong(metric -> ((Counter) metric).getCount())
        .sum();
  }

  @Test
  void smallOnesAreCountedAndResolvedAndTheOthersReleased() throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setParallelism(2);
    environment.enableCheckpointing(50);
    var texts =
        environment
            .fromSequence(0, 39)
            .map(i -> "x".repeat(i % 4 == 0 ? LARGE : (int) (i % 4)))
            .returns(Types.STRING);
    var lengths =
        ProxyStreams.resolve(
            ProxyStreams.put(
                    texts,
                    server.config(),
                    ProxyPutOptions.defaults().setInlineThreshold(new MemorySize(3)))
                .name("Put")
                .rebalance(),
            String::length,
            Types.INT);
    CloseableIterator<Integer> results = lengths.collectAsync();
    JobID job = environment.executeAsync().getJobID();
    List<Integer> found = new ArrayList<>();
    results.forEachRemaining(found::add);

    assertThat(found).hasSize(40).containsOnly(1, 2, 3, LARGE);
    assertThat(sum(job, "objectsInlined")).isEqualTo(30);
    assertThat(sum(job, "bytesInlined")).isEqualTo(10 * (1 + 2 + 3));
    assertThat(sum(job, "objectsPut")).isEqualTo(10);
    assertThat(server.ids()).isEmpty();
  }
}
