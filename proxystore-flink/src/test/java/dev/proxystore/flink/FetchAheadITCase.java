package dev.proxystore.flink;

import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Fetching ahead hides the store's latency. */
@Timeout(60)
class FetchAheadITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final List<String> TEXTS =
      IntStream.range(0, 50).mapToObj(i -> "text " + i).toList();

  private static Duration run(Mode mode) throws Exception {
    try (TestStore server = TestStore.start()) {
      server.delayGets(Duration.ofMillis(20));
      StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
      environment.setParallelism(1);
      var proxies = ProxyStreams.put(environment.fromData(TEXTS, Types.STRING), server.config());
      var options = ProxyResolveOptions.defaults().setMode(mode).setMaxInFlight(10);
      long start = System.nanoTime();
      assertThat(results(ProxyStreams.resolve(proxies, Types.STRING, options)))
          .containsExactlyElementsOf(TEXTS);
      return Duration.ofNanos(System.nanoTime() - start);
    }
  }

  @Test
  void orderedWithTenInFlightTakesLessThanHalfTheTimeOfOneAfterTheOther() throws Exception {
    run(Mode.ORDERED); // the first job of a cluster takes longer than any other
    Duration synchronous = run(Mode.SYNCHRONOUS);
    Duration ahead = run(Mode.ORDERED);
    System.out.printf(
        "50 objects, 20 ms each: %d ms one after the other, %d ms fetched ahead.%n",
        synchronous.toMillis(), ahead.toMillis());
    assertThat(ahead).isLessThan(synchronous.dividedBy(2));
  }
}
