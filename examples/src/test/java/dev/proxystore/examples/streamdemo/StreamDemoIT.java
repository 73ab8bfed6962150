package dev.proxystore.examples.streamdemo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stream demo from end to end: four processes, real servers, real files. */
final class StreamDemoIT {
  private static final Path SCRIPT = Path.of("").toAbsolutePath().resolveSibling("bin/stream-demo");
  private static final int FILES = 20;
  private static final int MOST_SECONDS = 120;

  @TempDir Path folder;

  private record Run(int status, String report) {}

  private Run run(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(arguments));
    Path report = folder.resolve("report.txt");
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(report.toFile());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("DEMO_HEAP", "512m");
    Process process = builder.start();
    try {
      boolean ended = process.waitFor(MOST_SECONDS, TimeUnit.SECONDS);
      assertThat(ended).as(Files.readString(report)).isTrue();
    } finally {
      process.destroy();
    }
    return new Run(process.exitValue(), Files.readString(report));
  }

  @Test
  void everyFileComesOutOnceWithItsDigestAndNothingIsLeft() throws Exception {
    Path input = Files.createDirectory(folder.resolve("input"));
    Random random = new Random(7);
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = new byte[random.nextInt(2 << 20)];
      random.nextBytes(bytes);
      Files.write(input.resolve("image " + i + ".raw"), bytes);
    }
    Run run = run("--store", "hazelcast", "--broker", "redis", "--input", input.toString());
    assertThat(run.status()).as(run.report()).isZero();
    assertThat(run.report())
        .containsPattern("files sent +" + FILES)
        .containsPattern("digests verified +" + FILES + " of " + FILES)
        .containsPattern("compute processes +2, 2 without Flink")
        .containsPattern("objects left in the store +0");
  }

  @Test
  void aFolderWithoutFilesEndsToo() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Run run = run("--input", empty.toString());
    assertThat(run.status()).as(run.report()).isZero();
    assertThat(run.report()).containsPattern("digests verified +0 of 0");
  }

  @Test
  void aFolderThatIsNotThereIsOneSentence() throws Exception {
    Run run = run("--input", folder.resolve("absent").toString());
    assertThat(run.status()).isEqualTo(1);
    assertThat(run.report().strip().lines()).hasSize(1);
    assertThat(run.report()).contains("does not exist");
  }
}
