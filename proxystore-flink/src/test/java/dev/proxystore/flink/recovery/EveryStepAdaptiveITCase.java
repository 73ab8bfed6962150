package dev.proxystore.flink.recovery;

import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.store.StoreConfig;
import java.time.Duration;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Each step with the adaptive scheduler, which makes a new graph of the job for each attempt. */
class EveryStepAdaptiveITCase extends EveryStepKit {
  @RegisterExtension
  static final MiniClusterExtension CLUSTER =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setConfiguration(
                  new Configuration()
                      .set(JobManagerOptions.SCHEDULER, JobManagerOptions.SchedulerType.Adaptive))
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(4)
              .build());

  private final TestStore server = TestStore.start();

  @AfterEach
  void close() {
    server.close();
  }

  @Override
  StoreConfig store() {
    return server.config();
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void nothingIsLostDoubledMissingOrLeft(Step step) throws Exception {
    server.delayEvictions(Duration.ofMillis(step == Step.DURING_DELETE ? 5 : 0));
    assertEachRecordOnceAndNothingLeft(step, Shape.SHUFFLED_UNORDERED_UNALIGNED);
  }
}
