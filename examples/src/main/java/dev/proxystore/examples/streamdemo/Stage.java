package dev.proxystore.examples.streamdemo;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** One process of the demo, and the thread that reads its reports. */
final class Stage implements AutoCloseable {
  private static final long SECONDS_TO_END = 10;

  private final String name;
  private final Process process;
  private final Thread reader;

  private Stage(String name, Process process, Thread reader) {
    this.name = name;
    this.process = process;
    this.reader = reader;
  }

  /** With all that this process has on its class path. */
  static Stage withFlink(
      String name, Class<?> main, List<String> arguments, Consumer<String[]> reports)
      throws IOException {
    return start(name, main, arguments, entry -> true, reports);
  }

  /** With what plain Java needs: no jar of Flink. */
  static Stage withoutFlink(
      String name, Class<?> main, List<String> arguments, Consumer<String[]> reports)
      throws IOException {
    return start(name, main, arguments, entry -> !isFlink(entry), reports);
  }

  private static boolean isFlink(String entry) {
    String file = new File(entry).getName();
    return file.startsWith("flink-") || file.startsWith("proxystore-flink");
  }

  private static Stage start(
      String name,
      Class<?> main,
      List<String> arguments,
      Predicate<String> classPath,
      Consumer<String[]> reports)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(StageOptions.ofThisProcess());
    command.add("-cp");
    command.add(
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(classPath)
            .collect(Collectors.joining(File.pathSeparator)));
    command.add(main.getName());
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Thread reader = new Thread(() -> read(process, reports), "reports of " + name);
    reader.setDaemon(true);
    reader.start();
    return new Stage(name, process, reader);
  }

  private static void read(Process process, Consumer<String[]> reports) {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        reports.accept(line.split("\t", -1));
      }
    } catch (IOException e) {
      // The process has gone; its exit status says how.
    }
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** Whether it has ended and failed; what it said stands on standard error. */
  boolean hasFailed() {
    return !process.isAlive() && process.exitValue() != 0;
  }

  String name() {
    return name;
  }

  /** Returns when all its reports have been read. */
  void awaitReports() throws InterruptedException {
    reader.join();
  }

  /** Ends the process if it still runs. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
