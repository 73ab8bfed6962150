package dev.proxystore.flink.sink;

import dev.proxystore.flink.testutils.ProxySinkSuite;
import dev.proxystore.flink.testutils.TestStore;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;

/** The log in memory, under Flink's test suite of sinks. */
class LocalLogSinkSuiteITCase extends ProxySinkSuite {
  private static final TestStore STORE = TestStore.start();

  @AfterAll
  static void closeStore() {
    STORE.close();
  }

  @Override
  protected String broker() {
    return "local:" + UUID.randomUUID() + "?broker=log&partitions=4";
  }

  @Override
  protected String store() {
    return STORE.address().toString();
  }
}
