package dev.proxystore.flink;

import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.proxystore.flink.ProxyResolveOptions.Mode;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.StoredObjects;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.proxy.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Objects are released while a task fails at a moment that is chosen: each result is there once, no
 * object was missing when the task went on, and none is left.
 */
@Timeout(60)
class ReleaseRecoveryITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final int RECORDS = 300;
  private static final AtomicBoolean FAILED = new AtomicBoolean();

  private static TestStore server = TestStore.start();

  @BeforeEach
  void failAgain() {
    server = TestStore.start();
    FAILED.set(false);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private enum Moment {
    AFTER_RESOLVE_BEFORE_MARK,
    DURING_SNAPSHOT,
    BETWEEN_COMPLETE_AND_DELETE,
    DURING_DELETE
  }

  /** Fails once, at a moment after the first checkpoint. */
  private static final class FailOnce
      implements ResolveFunction<Proxy<String>, String, String>,
          CheckpointedFunction,
          CheckpointListener {
    private static final long serialVersionUID = 1L;
    private final Moment moment;
    private transient boolean hasRecords;
    private transient boolean isCheckpointed;

    FailOnce(Moment moment) {
      this.moment = moment;
    }

    private void failAt(Moment now) {
      if (now == moment && hasRecords && isCheckpointed && FAILED.compareAndSet(false, true)) {
        throw new IllegalStateException("fails once, as it was told to");
      }
    }

    @Override
    public void process(Proxy<String> proxy, String value, Collector<String> out) {
      out.collect(value);
      hasRecords = true;
      failAt(Moment.AFTER_RESOLVE_BEFORE_MARK);
      if (server.evictions() > 0) {
        failAt(Moment.DURING_DELETE);
      }
    }

    @Override
    public void initializeState(FunctionInitializationContext context) {}

    @Override
    public void snapshotState(FunctionSnapshotContext context) {
      failAt(Moment.DURING_SNAPSHOT);
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      failAt(Moment.BETWEEN_COMPLETE_AND_DELETE);
      isCheckpointed = hasRecords;
    }
  }

  @ParameterizedTest
  @CsvSource({
    "AFTER_RESOLVE_BEFORE_MARK, SYNCHRONOUS, false, 1",
    "AFTER_RESOLVE_BEFORE_MARK, UNORDERED, true, 2",
    "DURING_SNAPSHOT, ORDERED, false, 1",
    "BETWEEN_COMPLETE_AND_DELETE, ORDERED, true, 2",
    "DURING_DELETE, ORDERED, true, 1",
    "DURING_DELETE, UNORDERED, false, 1"
  })
  void nothingIsLostDoubledMissingOrLeft(
      Moment moment, Mode mode, boolean shuffledAndUnaligned, int retained) throws Exception {
    server.delayEvictions(Duration.ofMillis(moment == Moment.DURING_DELETE ? 5 : 0));
    StoredObjects objects = new StoredObjects(server, RECORDS);
    StreamExecutionEnvironment environment = environment(shuffledAndUnaligned);
    DataStream<Proxy<String>> proxies = objects.proxies(environment);
    var texts =
        ProxyStreams.resolve(
            shuffledAndUnaligned ? proxies.rebalance() : proxies,
            proxy -> proxy,
            new FailOnce(moment),
            Types.STRING,
            ProxyResolveOptions.defaults().setMode(mode).setRetainCheckpoints(retained));
    assertThat(results(texts)).containsExactlyInAnyOrderElementsOf(objects.texts());
    assertThat(FAILED).isTrue();
    await().untilAsserted(() -> assertThat(server.ids()).isEmpty());
  }

  @Test
  void aRegionThatFailsGoesBackAloneAndNothingIsMissingOrLeftInEither() throws Exception {
    StreamExecutionEnvironment environment = environment(true);
    List<StoredObjects> regions =
        List.of(new StoredObjects(server, RECORDS), new StoredObjects(server, RECORDS));
    for (StoredObjects objects : regions) {
      ProxyStreams.resolve(
              objects.proxies(environment).uid("paced " + regions.indexOf(objects)).rebalance(),
              proxy -> proxy,
              new FailOnce(Moment.AFTER_RESOLVE_BEFORE_MARK),
              Types.STRING,
              ProxyResolveOptions.defaults())
          .sinkTo(new DiscardingSink<>());
    }
    environment.execute();
    assertThat(FAILED).isTrue();
    await().untilAsserted(() -> assertThat(server.ids()).isEmpty());
    assertThat(server.gets()).hasSizeBetween(2 * RECORDS, 3 * RECORDS);
  }

  /** Where nothing is shuffled operators are chained, and records reused. */
  private static StreamExecutionEnvironment environment(boolean shuffledAndUnaligned) {
    Configuration configuration = new Configuration();
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(1));
    configuration.set(CheckpointingOptions.ENABLE_UNALIGNED, shuffledAndUnaligned);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(shuffledAndUnaligned ? 2 : 1);
    environment.enableCheckpointing(20);
    if (!shuffledAndUnaligned) {
      environment.getConfig().enableObjectReuse();
    }
    return environment;
  }
}
