package dev.proxystore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.proxystore.benchmarks.job.BenchCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Benchmarks of whole jobs, each as little as it can, on the smallest cluster that has room. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // started before all tests
@Tag("slow")
final class JobBenchesIT {
  private static BenchCluster cluster;

  @TempDir private Path folder;

  @BeforeAll
  static void start() throws Exception {
    cluster = BenchCluster.start(1, 3, MemorySize.ofMebiBytes(384));
  }

  @AfterAll
  static void stop() throws IOException {
    cluster.close();
  }

  private List<JsonNode> run(String line) throws IOException {
    String once = "%s --repeats 1 --warm-ups 0 --cluster %d".formatted(line, cluster.port());
    List<JsonNode> lines = Lines.of(once, folder.resolve("results.json"));
    assertThat(lines).allSatisfy(each -> assertThat(each.get("value").asDouble()).isPositive());
    return lines;
  }

  private static List<String> arms(List<JsonNode> lines) {
    return lines.stream().map(line -> line.get("arm").asText()).toList();
  }

  private static String parameter(JsonNode line, String name) {
    return line.path("parameters").path(name).asText();
  }

  @Test
  void dispatchComparesWithWhatIsWrittenByHand() throws Exception {
    List<JsonNode> lines =
        run("dispatch --sizes 1kb --hops 1 --inline 0 --seconds 0.1 --arms BY_HAND,REDIS");
    assertThat(arms(lines)).containsExactly("by-hand", "redis", "redis");
    assertThat(parameter(lines.get(2), "against")).isEqualTo("by-hand");
  }

  @Test
  void checkpointsOfProxiesAreSmallerThanThoseOfTheirObjects() throws Exception {
    List<JsonNode> lines = run("checkpoint --objects 20 --sizes 64kb");
    assertThat(arms(lines)).hasSize(4 * 2).containsOnly("by-proxy", "by-value");
    assertThat(parameter(lines.get(1), "figure")).isEqualTo("size of a checkpoint");
    assertThat(lines.get(1).get("ratio").asDouble()).isGreaterThan(10);
  }
}
