package dev.proxystore.flink.source;

import dev.proxystore.flink.testutils.ProxySourceSuite;
import java.util.UUID;

/** The log in memory, under Flink's test suite of sources. */
class LocalLogSourceSuiteITCase extends ProxySourceSuite {
  @Override
  protected String address() {
    return "local:" + UUID.randomUUID() + "?broker=log&partitions=4";
  }
}
