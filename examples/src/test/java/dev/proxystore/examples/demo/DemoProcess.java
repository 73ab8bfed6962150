package dev.proxystore.examples.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A run of {@code bin/demo}.
 *
 * @param status its exit status
 * @param report what it printed
 * @param messages what it printed as messages, without the progress bar
 */
record DemoProcess(int status, String report, String messages) {
  private static final Path SCRIPT = Path.of("").toAbsolutePath().resolveSibling("bin/demo");
  private static final int MOST_SECONDS = 120;

  /** Runs the demo to its end in a folder, which also takes what it prints. */
  static DemoProcess run(Path folder, String heap, String... arguments)
      throws IOException, InterruptedException {
    Path report = folder.resolve("report.txt");
    Path messages = folder.resolve("messages.txt");
    Process process =
        builder(heap, arguments)
            .directory(folder.toFile())
            .redirectOutput(report.toFile())
            .redirectError(messages.toFile())
            .start();
    try {
      if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
        throw new AssertionError("The demo goes on and on: " + text(messages));
      }
    } finally {
      process.destroyForcibly();
    }
    return new DemoProcess(process.exitValue(), text(report), withoutProgress(text(messages)));
  }

  /** The command, for who wants to end it before its end. */
  static ProcessBuilder builder(String heap, String... arguments) {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(Arrays.asList(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("DEMO_HEAP", heap);
    return builder;
  }

  /** The value of a row of the report. */
  String row(String name) {
    return report
        .lines()
        .filter(line -> line.startsWith(name + "  "))
        .map(line -> line.substring(name.length()).strip())
        .findFirst()
        .orElse("no row '" + name + "' in:\n" + report);
  }

  private static String text(Path file) throws IOException {
    return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
  }

  private static String withoutProgress(String text) {
    return String.join(
        "\n",
        text.replace('\r', '\n')
            .lines()
            .filter(line -> !line.isBlank() && !line.startsWith("Checksums"))
            .toList());
  }
}
