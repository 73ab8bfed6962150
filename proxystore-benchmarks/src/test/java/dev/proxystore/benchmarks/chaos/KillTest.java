package dev.proxystore.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class KillTest {
  @Test
  void theSeedDecidesWhatIsKilledWhen() {
    assertThat(Kill.plan(25, 1)).hasSize(25).isEqualTo(Kill.plan(25, 1));
    assertThat(Kill.plan(25, 1)).isNotEqualTo(Kill.plan(25, 2));
  }

  @Test
  void ofThreeKillsOneIsOfTheStore() {
    for (long seed = 0; seed < 20; seed++) {
      assertThat(Kill.plan(3, seed))
          .extracting(Kill::target)
          .containsExactlyInAnyOrder(
              Kill.Target.STORE, Kill.Target.TASK_MANAGER, Kill.Target.TASK_MANAGER);
    }
  }

  @Test
  void theFirstComesAtOnceAndSomeDoNotWaitForTheRecovery() {
    List<Kill> plan = Kill.plan(25, 1);
    assertThat(plan.get(0).delay()).isLessThan(Duration.ofMillis(200));
    assertThat(plan).extracting(Kill::waits).contains(true, false);
  }
}
