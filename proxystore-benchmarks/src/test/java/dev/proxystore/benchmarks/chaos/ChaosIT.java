package dev.proxystore.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A short run for each store; {@code bin/chaos} makes longer ones. */
@Timeout(300)
final class ChaosIT {
  private static final Records RECORDS = new Records(1, 400, 64 << 10);
  private static final int KILLS = 3;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void nothingIsLostOrLeftWhenProcessesAreKilled(ChaosStore.Kind store) throws Exception {
    ChaosRun run = new ChaosRun(store, RECORDS, KILLS, folder, System.err::println);
    try (Ending ending = new Ending(run)) {
      ChaosReport report = ending.run();
      assertThat(report.isClean()).as(report.json()).isTrue();
      assertThat(report.restarts()).isPositive();
    }
  }
}
