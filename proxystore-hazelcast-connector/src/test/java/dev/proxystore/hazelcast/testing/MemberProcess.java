package dev.proxystore.hazelcast.testing;

import com.hazelcast.config.Config;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A JVM that is nothing but a member. It says its port, and ends when its input does. */
final class MemberProcess {
  private static final String READY = "port ";

  private final Process process;
  private final int port;

  private MemberProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static MemberProcess start(String cluster, List<String> others) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.add("-Djava.net.preferIPv4Stack=true");
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(MemberProcess.class.getName());
    command.add(cluster);
    command.addAll(others);
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      return new MemberProcess(process, readPort(process));
    } catch (IOException e) {
      throw new UncheckedIOException("A member's process could not be started.", e);
    }
  }

  private static int readPort(Process process) throws IOException {
    // Not closed: the process is to live on, and its output to stay open.
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    String line = output.readLine();
    while (line != null && !line.startsWith(READY)) {
      line = output.readLine();
    }
    if (line == null) {
      throw new IOException("A member's process ended before it was ready.");
    }
    return Integer.parseInt(line.substring(READY.length()));
  }

  int port() {
    return port;
  }

  /** SIGKILL, and waits until the process is gone. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  void signal(String name) {
    try {
      new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().onExit().join();
    } catch (IOException e) {
      throw new UncheckedIOException("A member's process could not be signalled.", e);
    }
  }

  /** Arguments: the cluster's name and the addresses of the other members. */
  public static void main(String[] arguments) throws IOException {
    String[] others = Arrays.copyOfRange(arguments, 1, arguments.length);
    HazelcastMember member =
        HazelcastMember.start(new Config().setClusterName(arguments[0]), 0, others);
    System.out.println(READY + member.port());
    while (System.in.read() >= 0) {
      // waits for the end of the input, which comes with the end of who started this
    }
    Runtime.getRuntime().halt(0);
  }
}
