package dev.proxystore.benchmarks.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What the results say of the records.
 *
 * @param lost records without a result
 * @param duplicated results beyond the first of a record
 * @param wrong results of a record that are not right, and results that no record has
 */
record Results(long lost, long duplicated, long wrong) {

  /** The lines of the files that were committed; those that were not have hidden names. */
  static List<String> read(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    if (!Files.isDirectory(folder)) {
      return lines;
    }
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(Results::isCommitted).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  private static boolean isCommitted(Path file) {
    return !file.getFileName().toString().startsWith(".");
  }

  static Results of(List<String> lines, Records records) {
    Map<String, Integer> byNumber = new HashMap<>();
    Map<String, Integer> byLine = new HashMap<>();
    for (String line : lines) {
      byNumber.merge(line.split(" ", 2)[0], 1, Integer::sum);
      byLine.merge(line, 1, Integer::sum);
    }
    long lost = 0;
    long duplicated = 0;
    long right = 0;
    for (long number = 0; number < records.count(); number++) {
      if (!Records.isDropped(number)) {
        int found = byNumber.getOrDefault(Long.toString(number), 0);
        lost += found == 0 ? 1 : 0;
        duplicated += Math.max(0, found - 1);
        right += byLine.getOrDefault(records.expected(number), 0);
      }
    }
    return new Results(lost, duplicated, lines.size() - right);
  }
}
