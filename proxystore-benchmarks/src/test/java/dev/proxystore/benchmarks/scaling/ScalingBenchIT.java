package dev.proxystore.benchmarks.scaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.benchmarks.job.Lines;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
final class ScalingBenchIT {
  @TempDir Path folder;

  @Test
  void eachArmGivesALineAndProxiesOnesAgainstTheOthers() throws Exception {
    List<JsonNode> lines =
        Lines.of(
            new ScalingBench(),
            folder,
            "--sizes",
            "1000",
            "--tasks",
            "2",
            "--wait",
            "2",
            "--seconds",
            "0.1");
    assertThat(Lines.arms(lines)).containsExactlyInAnyOrder("pubsub", "by-value", "proxy");
    assertThat(lines).hasSize(3 + 2);
  }
}
