package dev.proxystore.flink.sink;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.store.StoreConfig;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A sink with several consumers, with objects on a Hazelcast member. */
class FanOutSinkHazelcastITCase extends FanOutSinkKit {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static HazelcastMember member;

  @BeforeAll
  static void start() {
    member = HazelcastMember.start();
  }

  @AfterAll
  static void stop() {
    member.close();
  }

  @Override
  StoreConfig store() {
    return StoreConfig.of(member.store("texts"));
  }
}
