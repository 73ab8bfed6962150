package dev.proxystore.flink.recovery;

import dev.proxystore.connector.combined.CombinedAddress;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.StoreConfig;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Some steps with short texts on a Hazelcast member and others on a Redis server. */
class EveryStepSeveralServersITCase extends EveryStepKit {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static RedisServer server;
  private static HazelcastMember member;

  @BeforeAll
  static void start() {
    server = RedisServer.start();
    member = HazelcastMember.start();
  }

  @AfterAll
  static void stop() {
    server.close();
    member.close();
  }

  @Override
  StoreConfig store() {
    return StoreConfig.of(
        CombinedAddress.multi("texts")
            .with("short", member.store("texts"))
            .set("short", "max-size", String.valueOf("text 99".length()))
            .set("short", "priority", "1")
            .with("long", "redis://" + server.hostAndPort() + "/texts")
            .address());
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"AFTER_PUT_BEFORE_EMIT", "DURING_DELETE"})
  void nothingIsLostDoubledMissingOrLeft(Step step) throws Exception {
    assertEachRecordOnceAndNothingLeft(step, Shape.SHUFFLED_UNORDERED_UNALIGNED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"AFTER_PUT_BEFORE_EMIT", "DURING_DELETE"})
  void nothingIsLostDoubledMissingOrLeftWithTwoConsumers(Step step) throws Exception {
    assertEachRecordOnceForEachConsumerAndNothingLeft(step, Shape.SHUFFLED_UNORDERED_UNALIGNED);
  }
}
