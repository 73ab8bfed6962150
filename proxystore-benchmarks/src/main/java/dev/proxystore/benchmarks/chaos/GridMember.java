package dev.proxystore.benchmarks.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The handle of a process that is a Hazelcast member. Used by one thread. */
public final class GridMember {
  private final Process process;
  private final BufferedReader answers;
  private final BufferedWriter questions;

  private GridMember(Process process) {
    this.process = process;
    this.answers = process.inputReader(UTF_8);
    this.questions = process.outputWriter(UTF_8);
  }

  /**
   * Starts a member, and does not wait until it has joined.
   *
   * @param ports those of all members, the own one first
   */
  static GridMember start(String cluster, List<Integer> ports, Path log) throws IOException {
    return start(
        cluster, ports, log, List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
  }

  /** The same, with other options of its JVM. */
  public static GridMember start(
      String cluster, List<Integer> ports, Path log, List<String> jvmOptions) throws IOException {
    String all = ports.stream().map(String::valueOf).collect(Collectors.joining(","));
    List<String> line = new ArrayList<>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    line.addAll(jvmOptions);
    line.addAll(
        List.of(
            "-Djava.net.preferIPv4Stack=true",
            "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
            "-Dorg.slf4j.simpleLogger.showDateTime=true",
            "-Dorg.slf4j.simpleLogger.dateTimeFormat=yyyy-MM-dd HH:mm:ss.SSS",
            GridMemberProcess.class.getName(),
            cluster,
            all));
    ProcessBuilder command = new ProcessBuilder(line);
    command.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    File file = log.toFile();
    return new GridMember(command.redirectError(ProcessBuilder.Redirect.appendTo(file)).start());
  }

  /** Returns when the member has joined. */
  public void awaitStart() throws IOException {
    String unused = answer();
  }

  /** How many members this one sees while the cluster is safe; 0 if an object has no backup yet. */
  int safeMembers() throws IOException {
    return Integer.parseInt(ask("safe"));
  }

  /** How many entries all maps have in the whole cluster. */
  long entries() throws IOException {
    return Long.parseLong(ask("entries"));
  }

  private String ask(String question) throws IOException {
    questions.write(question + "\n");
    questions.flush();
    return answer();
  }

  private String answer() throws IOException {
    @Nullable String line = answers.readLine();
    if (line == null) {
      throw new IOException("The Hazelcast member %d has ended.".formatted(process.pid()));
    }
    return line;
  }

  long pid() {
    return process.pid();
  }

  public void kill() {
    process.destroyForcibly().onExit().join();
  }
}
