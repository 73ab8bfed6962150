package dev.proxystore.benchmarks.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;

/** A run that the build has time for; {@code bin/chaos} makes longer ones. */
final class ShortRun {
  private static final Records RECORDS = new Records(1, 400, 64 << 10);
  private static final int KILLS = 3;

  private ShortRun() {}

  static void assertClean(ChaosStore.Kind store, Path folder) throws Exception {
    ChaosRun run = new ChaosRun(store, RECORDS, KILLS, folder, System.err::println);
    try (Ending ending = new Ending(run)) {
      ChaosReport report = ending.run();
      assertThat(report.isClean()).as(report.json()).isTrue();
      assertThat(report.restarts()).isPositive();
    }
  }
}
