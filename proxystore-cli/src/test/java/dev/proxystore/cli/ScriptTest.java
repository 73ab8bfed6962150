package dev.proxystore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the scripts in bin do before Java starts, in a project whose build is a stand-in. */
@Timeout(60)
final class ScriptTest {
  private static final Path RUN = Path.of("..", "bin", "lib", "run.sh");

  @TempDir private Path root;

  @BeforeEach
  void makeProject() throws IOException {
    assumeTrue(
        Files.isExecutable(Path.of("/usr/bin/flock")) && Files.isExecutable(Path.of("/bin/bash")));
    Files.createDirectories(root.resolve("bin/lib"));
    Files.createDirectories(root.resolve("part/target"));
    Files.copy(RUN, root.resolve("bin/lib/run.sh"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    write(
        "mvnw",
        """
        #!/bin/bash
        echo begin >> builds
        sleep 1
        touch part/target/part.jar
        echo "$PWD/part/target/part.jar" | tee part/target/flink-classpath.txt > part/target/job-classpath.txt
        echo end >> builds
        """);
    // A stand-in for Java, too: it says its version, and then that it runs.
    write(
        "java/bin/java",
        """
        #!/bin/bash
        if [ "$1" = -version ]; then echo 'java version "17.0.1"' >&2; else echo runs; fi
        """);
    write(
        "bin/part",
        """
        #!/bin/bash
        . "$(dirname "${BASH_SOURCE[0]}")/lib/run.sh"
        MODULE=part
        run_main Main
        """);
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private Process start() throws IOException {
    ProcessBuilder script = new ProcessBuilder("/bin/bash", root.resolve("bin/part").toString());
    script.environment().put("JAVA_HOME", root.resolve("java").toString());
    return script.redirectError(ProcessBuilder.Redirect.DISCARD).start();
  }

  @Test
  void ofScriptsThatAreStartedAtOnceOneBuildsAndAllRun() throws Exception {
    List<Process> scripts = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      scripts.add(start());
    }
    for (Process each : scripts) {
      assertThat(new String(each.getInputStream().readAllBytes(), UTF_8)).isEqualTo("runs\n");
      assertThat(each.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(each.exitValue()).isZero();
    }
    assertThat(root.resolve("builds")).hasContent("begin\nend");
  }
}
