package dev.proxystore.flink.orphans;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.orphans.FailingPut.Step;
import dev.proxystore.flink.orphans.FailingPut.When;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.proxy.Proxy;
import java.util.List;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** With the scheduler that streams have by default. */
class OrphansITCase extends OrphansKit {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  /** The adaptive scheduler would ask for a checkpoint as soon as the tasks run. */
  @ParameterizedTest
  @EnumSource(value = Step.class, mode = Mode.EXCLUDE, names = "DURING_SNAPSHOT")
  void attemptsThatFailBeforeTheFirstCheckpointLeaveNothing(Step step) throws Exception {
    List<Proxy<String>> proxies =
        run(ONLY_AT_THE_END, new FailingPut(step, When.BEFORE_A_CHECKPOINT, 3));
    assertThat(FailingPut.failuresLeft()).isZero();
    assertNothingElseIsThere(proxies);
  }
}
