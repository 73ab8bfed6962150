package dev.proxystore.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/** A line that a benchmark has added to a file. */
record Result(
    String bench,
    String arm,
    OptionalLong size,
    TreeMap<String, String> parameters,
    double value,
    double min,
    double max,
    int runs,
    String unit,
    OptionalDouble ratio) {
  private static final JsonMapper JSON = new JsonMapper();

  /** The lines of a file. */
  static List<Result> read(Path file) throws IOException {
    List<Result> results = new ArrayList<>();
    int number = 0;
    for (String line : Files.readAllLines(file)) {
      number++;
      if (!line.isBlank()) {
        results.add(parse(file, number, line));
      }
    }
    return results;
  }

  private static Result parse(Path file, int number, String line) throws IOException {
    try {
      JsonNode json = JSON.readTree(line);
      TreeMap<String, String> parameters = new TreeMap<>();
      json.required("parameters")
          .properties()
          .forEach(each -> parameters.put(each.getKey(), each.getValue().asText()));
      JsonNode size = json.path("size");
      JsonNode ratio = json.path("ratio");
      return new Result(
          json.required("bench").asText(),
          json.required("arm").asText(),
          size.isNumber() ? OptionalLong.of(size.asLong()) : OptionalLong.empty(),
          parameters,
          json.required("value").asDouble(),
          json.required("min").asDouble(),
          json.required("max").asDouble(),
          json.required("runs").asInt(),
          json.required("unit").asText(),
          ratio.isNumber() ? OptionalDouble.of(ratio.asDouble()) : OptionalDouble.empty());
    } catch (JsonProcessingException | IllegalArgumentException e) {
      throw new IOException(
          "%s has in line %d no result of a benchmark, as bin/bench NAME --json writes it: %s"
              .formatted(file, number, e.getMessage()),
          e);
    }
  }

  /** The parameters but for the size, in words. */
  String setting() {
    return setting(Set.of());
  }

  /** The same without some of them. */
  String setting(Set<String> leftOut) {
    TreeMap<String, String> others = new TreeMap<>(parameters);
    others.remove("size");
    others.keySet().removeAll(leftOut);
    StringBuilder text = new StringBuilder();
    others.forEach(
        (name, each) ->
            text.append(text.isEmpty() ? "" : ", ").append(name).append(' ').append(each));
    return text.toString();
  }
}
