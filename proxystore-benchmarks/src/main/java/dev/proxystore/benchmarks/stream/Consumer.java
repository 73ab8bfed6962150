package dev.proxystore.benchmarks.stream;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The handle of a process that consumes topics one after the other. */
final class Consumer implements AutoCloseable {
  /**
   * What the process found on a topic.
   *
   * @param firstNanos when it had the first object or proxy
   * @param lastNanos when it had the last object, by {@link System#nanoTime}, which on Linux is one
   *     clock for all processes
   */
  record Answer(long items, long bytes, long firstNanos, long lastNanos, long medianLatencyNanos) {}

  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter topics;

  private Consumer(Process process) {
    this.process = process;
    answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    topics =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
  }

  static Consumer start(Place place) throws IOException {
    return new Consumer(
        new ProcessBuilder(
                List.of(
                    ProcessHandle.current().info().command().orElse("java"),
                    "-Xmx2g",
                    "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                    "-cp",
                    System.getProperty("java.class.path"),
                    ConsumerProcess.class.getName(),
                    place.text()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start());
  }

  /** Returns when the process listens on the topic. */
  void begin(Arm.Way way, String topic) throws IOException {
    topics.write(way.text() + " " + topic + "\n");
    topics.flush();
    String unused = line();
  }

  Answer answer() throws IOException {
    String[] parts = line().split(" ", -1);
    return new Answer(
        Long.parseLong(parts[0]),
        Long.parseLong(parts[1]),
        Long.parseLong(parts[2]),
        Long.parseLong(parts[3]),
        Long.parseLong(parts[4]));
  }

  private String line() throws IOException {
    String line = answers.readLine();
    if (line == null) {
      throw new IOException("The consumer process has ended; what it said stands above.");
    }
    return line;
  }

  @Override
  public void close() {
    process.destroy();
  }
}
