package dev.proxystore.flink;

import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.flink.ProxyResolveOptions.Release;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.proxy.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A task that fails with records in flight goes on from its checkpoint. */
@Timeout(60)
class RecoveryITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final int RECORDS = 300;
  private static final AtomicBoolean FAILED = new AtomicBoolean();

  private final TestStore server = TestStore.start();

  @BeforeEach
  void failAgain() {
    FAILED.set(false);
  }

  @AfterEach
  void close() {
    server.close();
  }

  /** Fails once, with the first object after the first checkpoint. */
  private static final class FailOnce
      implements ResolveFunction<Proxy<String>, String, String>, CheckpointListener {
    private static final long serialVersionUID = 1L;
    private transient boolean checkpointed;

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      checkpointed = true;
    }

    @Override
    public void process(Proxy<String> proxy, String value, Collector<String> out) {
      if (checkpointed && FAILED.compareAndSet(false, true)) {
        throw new IllegalStateException("fails once, as it was told to");
      }
      out.collect(value);
    }
  }

  @ParameterizedTest
  @EnumSource(Mode.class)
  void nothingIsLostOrDoubled(Mode mode) throws Exception {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(2);
    environment.enableCheckpointing(20);
    server.delayGets(Duration.ofMillis(2));
    var source = Jobs.paced(environment, RECORDS, i -> "text " + i, Types.STRING);
    var proxies = ProxyStreams.put(source, server.config());
    var texts =
        ProxyStreams.resolve(
            proxies.rebalance(),
            proxy -> proxy,
            new FailOnce(),
            Types.STRING,
            ProxyResolveOptions.defaults().setMode(mode).setRelease(Release.KEEP));
    List<String> expected = IntStream.range(0, RECORDS).mapToObj(i -> "text " + i).toList();
    assertThat(results(texts)).containsExactlyInAnyOrderElementsOf(expected);
    assertThat(FAILED).isTrue();
  }
}
