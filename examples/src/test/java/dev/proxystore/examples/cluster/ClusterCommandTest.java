package dev.proxystore.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class ClusterCommandTest {
  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @ParameterizedTest
  @CsvSource({
    "start --taskmanagers 0, 'The number of TaskManagers was 0, expected 1 or more.'",
    "start --port 70000, 'The port was 70000, expected 1 to 65535.'",
    "start --task-heap 1x, 'expected one such as 512m or 2g'",
    "start --slots two, is not an int",
    "begin, 'Unmatched argument'",
    "'', 'Missing required subcommand'",
  })
  void wrongArgumentsAreUsageErrorsThatPointToTheHelp(String arguments, String message) {
    assertThat(run(arguments.isEmpty() ? new String[0] : arguments.split(" "))).isEqualTo(1);
    assertThat(err.toString()).startsWith("bin/cluster: ").contains(message).contains("--help");
  }

  @Test
  void aTakenPortIsOneSentence() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      assertThat(run("start", "--dir", folder.toString(), "--port", port)).isEqualTo(1);
      assertThat(err.toString().lines())
          .singleElement()
          .asString()
          .contains("The port " + port + " of 127.0.0.1 cannot be used")
          .contains("--port");
    }
  }

  @Test
  void verboseShowsTheStackTrace() {
    assertThat(run("status", "--dir", folder.toString(), "--verbose")).isEqualTo(1);
    assertThat(err.toString()).contains("\tat ");
  }

  @Test
  void statusWithoutAClusterFailsAndSaysHowToStartOne() {
    assertThat(run("status", "--dir", folder.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("No cluster is running in " + folder, "bin/cluster start");
  }

  @Test
  void stopWithoutAClusterIsNoError() {
    assertThat(run("stop", "--dir", folder.toString())).isZero();
    assertThat(out.toString()).contains("No cluster was running in " + folder);
  }

  @Test
  void theHelpNamesEveryCommandAndAnExample() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString()).contains("start", "stop", "status", "Examples:", "Exit status:");
  }

  private int run(String... arguments) {
    CommandLine command = ClusterCommand.commandLine();
    return command
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }
}
