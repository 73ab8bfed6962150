package dev.proxystore.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process of its own. */
final class ProcessTest {
  @TempDir private Path folder;

  private static ProcessBuilder command(String... arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                ProxystoreCommand.class.getName()));
    line.addAll(List.of(arguments));
    return new ProcessBuilder(line);
  }

  private static String errorOf(Process process) throws IOException {
    return new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void whatCannotBePrintedIsAFailure() throws Exception {
    File full = new File("/dev/full");
    assumeThat(full).exists();
    for (String line : List.of("--help", "ls -s local:x")) {
      Process process = command(line.split(" ")).redirectOutput(full).start();
      assertThat(errorOf(process)).contains("Standard output takes no more");
      assertThat(process.waitFor()).isEqualTo(1);
    }
  }

  @Test
  void oneThatIsToldToEndLeavesNothingHalfWritten() throws Exception {
    Path pipe = folder.resolve("pipe");
    assumeThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path store = folder.resolve("store");
    Process process =
        command("put", "-s", "file://" + store, pipe.toString()).redirectErrorStream(true).start();
    CompletableFuture<Void> writer = CompletableFuture.runAsync(() -> fill(pipe));
    await().atMost(30, TimeUnit.SECONDS).until(() -> files(store) > 1);
    process.destroy(); // SIGTERM, which ends the JVM as SIGINT does
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(writer).failsWithin(Duration.ofSeconds(30));
    assertThat(files(store)).as("the marker alone").isEqualTo(1);
  }

  /** Until nobody reads any more. */
  private static void fill(Path pipe) {
    try (OutputStream out = Files.newOutputStream(pipe)) {
      while (true) {
        out.write(new byte[1 << 20]);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long files(Path store) throws IOException {
    if (!Files.isDirectory(store)) {
      return 0;
    }
    try (Stream<Path> all = Files.list(store)) {
      return all.count();
    }
  }
}
