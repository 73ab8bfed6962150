package dev.proxystore.benchmarks.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.benchmarks.job.Lines;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
final class CheckpointBenchIT {
  @TempDir Path folder;

  @Test
  void eachArmGivesALineForEachFigure() throws Exception {
    List<JsonNode> lines =
        Lines.of(new CheckpointBench(), folder, "--objects", "10", "--size", "1024");
    assertThat(Lines.arms(lines)).containsOnly("by-value").hasSize(4);
    assertThat(lines).hasSize(4 + 4);
  }
}
