package dev.proxystore.benchmarks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.benchmarks.job.Lines;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(240)
final class DispatchBenchIT {
  @TempDir Path folder;

  @Test
  void eachArmGivesALineAndOursOnesAgainstTheOthers() throws Exception {
    List<JsonNode> lines =
        Lines.of(
            new DispatchBench(),
            folder,
            "--sizes",
            "1024",
            "--hops",
            "1",
            "--inline",
            "0",
            "--seconds",
            "0.1");
    assertThat(Lines.arms(lines))
        .containsExactlyInAnyOrder("by-value", "by-hand", "redis", "hazelcast");
    assertThat(lines).hasSize(4 + 2 * 2);
  }
}
