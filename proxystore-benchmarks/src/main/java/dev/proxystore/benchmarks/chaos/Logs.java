package dev.proxystore.benchmarks.chaos;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What the processes of a cluster have logged, those that were killed too.
 *
 * @param missing objects that a task did not find in the store
 * @param restarts how often the job began anew
 */
record Logs(long missing, long restarts) {
  private static final Pattern MISSING =
      Pattern.compile("MissingObjectException: Cannot resolve (\\S+):");
  private static final Pattern RESTART =
      Pattern.compile("Job .* switched from state \\w+ to RESTARTING");

  static Logs read(Path folder) throws IOException {
    Set<String> missing = new HashSet<>();
    long restarts = 0;
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        restarts += read(file, missing);
      }
    }
    return new Logs(missing.size(), restarts);
  }

  private static long read(Path file, Set<String> missing) throws IOException {
    // Latin-1 reads any byte, and a log may hold some.
    try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
      return lines.filter(line -> isRestart(line, missing)).count();
    }
  }

  private static boolean isRestart(String line, Set<String> missing) {
    Matcher report = MISSING.matcher(line);
    if (report.find()) {
      missing.add(report.group(1));
    }
    return RESTART.matcher(line).find();
  }
}
