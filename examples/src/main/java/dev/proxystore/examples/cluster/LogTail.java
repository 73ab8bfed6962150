package dev.proxystore.examples.cluster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** The last lines that a process wrote, to be shown when it failed. */
final class LogTail {
  private static final int LINES = 15;

  private LogTail() {}

  /** Ends an error message; from the process's output where it came to no log. */
  static String of(ClusterProcess process) {
    Path log = process.directory().log(process.name());
    Path output = process.directory().output(process.name());
    try {
      return Files.size(log) > 0 ? of(log) : of(output);
    } catch (IOException e) {
      return "its log %s cannot be read: %s".formatted(log, e);
    }
  }

  private static String of(Path file) throws IOException {
    // Latin-1 reads any byte, and a log may hold some.
    List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    return lines.stream()
        .skip(Math.max(0, lines.size() - LINES))
        .collect(Collectors.joining("\n  ", "%s ends with:\n  ".formatted(file), ""));
  }
}
