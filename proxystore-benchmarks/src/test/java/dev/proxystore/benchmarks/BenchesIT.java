package dev.proxystore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Benchmarks run and say what they should; how fast anything is does not fail a build. */
@Timeout(120)
final class BenchesIT {
  @TempDir private Path folder;

  private List<JsonNode> run(String line) throws Exception {
    return Lines.of(line, folder.resolve("results.json"));
  }

  @Test
  void aBenchmarkNamesItselfItsArmsAndWhatItMeasured() throws Exception {
    List<JsonNode> results = run("overhead --repeats 1 --sizes 16mb");
    assertThat(results).hasSize(6);
    for (JsonNode each : results) {
      assertThat(each.get("bench").asText()).isEqualTo("overhead");
      assertThat(each.get("arm").asText()).isIn("raw", "store", "store without checksums");
      assertThat(each.get("size").asLong()).isEqualTo(16 << 20);
      assertThat(each.get("value").asDouble()).isPositive();
      assertThat(each.get("unit").asText()).isEqualTo("us");
      assertThat(each.has("ratio")).isTrue();
    }
    becomeAPageWithTablesAndCharts();
  }

  @Test
  void proxiesAndEventsAreAsSmallAsPromised() throws Exception {
    for (JsonNode each : run("wire")) {
      int most =
          switch (each.get("arm").asText()) {
            case "in a Flink stream of its store" -> 40;
            case "in a Flink stream" -> 120;
            case "event" -> 140;
            default -> Integer.MAX_VALUE;
          };
      assertThat(each.get("value").asInt()).as(each.get("arm").asText()).isLessThanOrEqualTo(most);
    }
  }

  private void becomeAPageWithTablesAndCharts() throws Exception {
    Path page = folder.resolve("performance.md");
    Files.writeString(
        page,
        "# Mine\n\n<!-- bench overhead: begin -->\nold\n<!-- bench overhead: end -->\nbehind\n");
    String[] report = {"report", folder.resolve("results.json").toString(), "-o", page.toString()};
    for (int i = 0; i < 2; i++) {
      assertThat(BenchCommand.commandLine().execute(report)).isZero();
      assertThat(page)
          .content()
          .startsWith("# Mine")
          .contains("| store | 16 MiB | store redis |")
          .contains("![overhead](performance/overhead.png)")
          .doesNotContain("old")
          .endsWith("behind\n");
    }
    assertThat(Files.readAllBytes(folder.resolve("performance/overhead.png")))
        .startsWith(0x89, 'P', 'N', 'G');
  }

  @Test
  void aFileOfOtherLinesIsRefusedWithTheLine() throws Exception {
    Path json = Files.writeString(folder.resolve("other.json"), "\n{\"no\": \"bench\"}\n");
    assertThat(
            BenchCommand.commandLine()
                .execute("report", json.toString(), "-o", folder.resolve("p.md").toString()))
        .isEqualTo(1);
    assertThat(folder.resolve("p.md")).doesNotExist();
  }
}
