package dev.proxystore.benchmarks.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import picocli.CommandLine;

/** What a benchmark writes. */
public final class Lines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Lines() {}

  /** Runs a benchmark and reads its lines; each must have all that a report needs. */
  public static List<JsonNode> of(Object bench, Path folder, String... arguments)
      throws IOException {
    Path file = folder.resolve("lines.json");
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(List.of("--warm-ups", "0", "--repeats", "1", "--json", file.toString()));
    assertThat(new CommandLine(bench).execute(all.toArray(String[]::new))).isZero();
    List<JsonNode> lines = new ArrayList<>();
    for (String each : Files.readAllLines(file)) {
      JsonNode line = JSON.readTree(each);
      assertThat(line.path("bench").asText()).isNotEmpty();
      assertThat(line.path("unit").asText()).isNotEmpty();
      assertThat(line.path("parameters").path("size").asInt()).isPositive();
      assertThat(line.path("value").asDouble()).isPositive();
      assertThat(line.path("ratio").isNull()).isNotEqualTo(line.path("parameters").has("against"));
      lines.add(line);
    }
    return lines;
  }

  /** The arms that stand alone. */
  public static List<String> arms(List<JsonNode> lines) {
    return lines.stream()
        .filter(line -> line.path("ratio").isNull())
        .map(line -> line.path("arm").asText())
        .toList();
  }
}
