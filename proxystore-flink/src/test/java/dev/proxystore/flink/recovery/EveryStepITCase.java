package dev.proxystore.flink.recovery;

import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.store.StoreConfig;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each step in jobs of each shape, with the scheduler that streams have by default. */
class EveryStepITCase extends EveryStepKit {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private final TestStore server = TestStore.start();

  @AfterEach
  void close() {
    server.close();
  }

  @Override
  StoreConfig store() {
    return server.config();
  }

  static Stream<Arguments> stepsAndShapes() {
    return Arrays.stream(Step.values())
        .flatMap(step -> Arrays.stream(Shape.values()).map(shape -> Arguments.of(step, shape)));
  }

  @ParameterizedTest
  @MethodSource("stepsAndShapes")
  void nothingIsLostDoubledMissingOrLeft(Step step, Shape shape) throws Exception {
    server.delayEvictions(Duration.ofMillis(step == Step.DURING_DELETE ? 5 : 0));
    assertEachRecordOnceAndNothingLeft(step, shape);
  }
}
