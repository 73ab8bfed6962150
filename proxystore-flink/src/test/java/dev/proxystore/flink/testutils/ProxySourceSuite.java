package dev.proxystore.flink.testutils;

import dev.proxystore.proxy.Proxy;
import org.apache.flink.connector.testframe.environment.MiniClusterTestEnvironment;
import org.apache.flink.connector.testframe.external.ExternalContextFactory;
import org.apache.flink.connector.testframe.junit.annotations.TestContext;
import org.apache.flink.connector.testframe.junit.annotations.TestEnv;
import org.apache.flink.connector.testframe.junit.annotations.TestSemantics;
import org.apache.flink.connector.testframe.testsuites.SourceTestSuiteBase;
import org.apache.flink.core.execution.CheckpointingMode;

/**
 * Flink's own test suite of sources, over a replayable broker. The proof of a broker is a class
 * that extends this one, says where the broker is, and, if it has to be started, has a field with
 * {@code @TestExternalSystem}.
 */
public abstract class ProxySourceSuite extends SourceTestSuiteBase<Proxy<String>> {
  @TestEnv final MiniClusterTestEnvironment environment = SuiteEnvironment.create();

  @TestSemantics
  final CheckpointingMode[] semantics = new CheckpointingMode[] {CheckpointingMode.EXACTLY_ONCE};

  @TestContext
  final ExternalContextFactory<ProxySourceSuiteContext> contexts =
      test -> new ProxySourceSuiteContext(address());

  /** The address of a broker that is running; asked for each test. */
  protected abstract String address();
}
