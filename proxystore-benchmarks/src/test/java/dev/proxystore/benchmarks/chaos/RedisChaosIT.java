package dev.proxystore.benchmarks.chaos;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
final class RedisChaosIT {
  @TempDir Path folder;

  @Test
  void nothingIsLostOrLeftWhenProcessesAreKilled() throws Exception {
    ShortRun.assertClean(ChaosStore.Kind.redis, folder);
  }
}
