package dev.proxystore.flink.testutils;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.store.StoreConfig;
import java.time.Duration;
import java.util.List;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.external.ExternalSystemDataReader;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SinkTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;
import org.junit.jupiter.api.Timeout;

/**
 * Flink's own test suite of sinks: texts are put into a store and their events published to a
 * replayable broker. The proof of a pair of these is a class that extends this one and says where
 * they are.
 */
@Timeout(60) // the suite itself waits without end
public abstract class ProxySinkSuite extends SinkTestSuiteBase<String> {
  /** Some checkpoints of the suite. */
  private static final Duration LONG_ENOUGH_FOR_A_REPEAT = Duration.ofMillis(200);

  @TestEnv final MiniClusterTestEnvironment environment = SuiteEnvironment.create();

  @TestSemantics
  final CheckpointingMode[] semantics =
      new CheckpointingMode[] {CheckpointingMode.EXACTLY_ONCE, CheckpointingMode.AT_LEAST_ONCE};

  @TestContext
  final ExternalContextFactory<ProxySinkSuiteContext> contexts =
      test -> new ProxySinkSuiteContext(broker(), StoreConfig.of(store()));

  /** The address of a broker that is running; asked for each test. */
  protected abstract String broker();

  /** The address of a store that is running; asked for each test. */
  protected abstract String store();

  /** The suite stops to read when it has as much as it expects; this sees that no more comes. */
  @Override
  protected void checkResultWithSemantic(
      ExternalSystemDataReader<String> reader, List<String> sent, CheckpointingMode semantic)
      throws Exception {
    super.checkResultWithSemantic(reader, sent, semantic);
    if (semantic == CheckpointingMode.EXACTLY_ONCE) {
      assertThat(reader.poll(LONG_ENOUGH_FOR_A_REPEAT)).isEmpty();
    }
  }
}
