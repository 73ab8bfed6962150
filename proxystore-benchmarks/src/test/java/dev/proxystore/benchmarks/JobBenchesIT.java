package dev.proxystore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Benchmarks of whole jobs run on their cluster, each as little as it can. */
@Timeout(120)
final class JobBenchesIT {
  private static final String ONCE = " --repeats 1 --warm-ups 0";

  @TempDir private Path folder;

  private List<JsonNode> run(String line) throws Exception {
    return Lines.of(line + ONCE, folder.resolve("results.json"));
  }

  private static List<String> arms(List<JsonNode> lines) {
    return lines.stream().map(line -> line.get("arm").asText()).toList();
  }

  @Test
  void dispatchComparesArmsThatAllUseRecords() throws Exception {
    List<JsonNode> lines =
        run("dispatch --sizes 1kb --hops 1 --inline 0 --seconds 0.1 --arms BY_VALUE,BY_HAND,REDIS");
    assertThat(arms(lines)).containsExactly("by-value", "by-hand", "redis", "redis");
    assertThat(lines).allSatisfy(line -> assertThat(line.get("value").asDouble()).isPositive());
    assertThat(lines.get(3).at("/parameters/against").asText()).isEqualTo("by-hand");
  }

  @Test
  void checkpointsOfProxiesAreSmallerThanThoseOfTheirObjects() throws Exception {
    List<JsonNode> lines = run("checkpoint --objects 20 --sizes 64kb");
    assertThat(arms(lines)).hasSize(4 * 2).containsOnly("by-proxy", "by-value");
    assertThat(lines.get(1).at("/parameters/figure").asText()).isEqualTo("size of a checkpoint");
    assertThat(lines.get(1).get("ratio").asDouble()).isGreaterThan(10);
  }
}
