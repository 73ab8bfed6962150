package dev.proxystore.flink.recovery;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.StoreConfig;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each step with objects on a Redis server. */
class EveryStepRedisITCase extends EveryStepKit {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static RedisServer server;

  @BeforeAll
  static void start() {
    server = RedisServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Override
  StoreConfig store() {
    return StoreConfig.of("redis://" + server.hostAndPort() + "/texts");
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void nothingIsLostDoubledMissingOrLeft(Step step) throws Exception {
    assertEachRecordOnceAndNothingLeft(step, Shape.SHUFFLED_UNORDERED_UNALIGNED);
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"AFTER_PUT_BEFORE_EMIT", "BETWEEN_COMPLETE_AND_DELETE", "DURING_DELETE"})
  void nothingIsLostDoubledMissingOrLeftWithTwoConsumers(Step step) throws Exception {
    assertEachRecordOnceForEachConsumerAndNothingLeft(step, Shape.SHUFFLED_UNORDERED_UNALIGNED);
  }
}
