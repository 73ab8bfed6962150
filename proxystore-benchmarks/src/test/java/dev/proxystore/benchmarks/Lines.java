package dev.proxystore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What benchmarks write. */
final class Lines {
  private Lines() {}

  /** Runs a command line, and reads what all that went to this file have written. */
  static List<JsonNode> of(String commandLine, Path file) throws IOException {
    List<String> arguments = new ArrayList<>(List.of(commandLine.split(" ", -1)));
    arguments.addAll(List.of("--json", file.toString()));
    assertThat(BenchCommand.commandLine().execute(arguments.toArray(String[]::new))).isZero();
    List<JsonNode> lines = new ArrayList<>();
    for (String each : Files.readAllLines(file)) {
      lines.add(new JsonMapper().readTree(each));
    }
    return lines;
  }
}
