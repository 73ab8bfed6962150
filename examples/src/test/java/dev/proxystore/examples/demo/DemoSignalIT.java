package dev.proxystore.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a demo that is told to end in the middle of its work leaves behind. */
final class DemoSignalIT {
  private static final int FILES = 100;
  private static final long SIZE = 32L << 20;

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"file", "redis"})
  void nothingButWhatItSaidIsLeft(String store) throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Path messages = folder.resolve("messages.txt");
    ProcessBuilder builder =
        DemoProcess.builder("512m", "--input", input().toString(), "--store", store)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(messages.toFile());
    builder.environment().put("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=" + temporary);
    Process demo = builder.start();
    try {
      Path part = folder.resolve("demo.sha256.part");
      await().atMost(Duration.ofSeconds(60)).until(() -> Files.exists(part));
      List<ProcessHandle> servers = demo.descendants().toList();
      demo.destroy();
      assertThat(demo.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(servers).noneMatch(ProcessHandle::isAlive);
      assertThat(names(folder)).containsExactlyInAnyOrder("input", "tmp", "messages.txt");
      assertThat(names(temporary)).noneMatch(DemoSignalIT::isOfThisRun);
      assertThat(Files.readString(messages)).doesNotContain("bin/demo:", "\tat ");
    } finally {
      demo.destroyForcibly();
    }
  }

  /** The binary of Redis stays for the next run. */
  private static boolean isOfThisRun(String name) {
    return name.startsWith("proxystore") && !name.startsWith("proxystore-redis-server-");
  }

  private Path input() throws IOException {
    Path input = Files.createDirectory(folder.resolve("input"));
    for (int i = 0; i < FILES; i++) {
      try (RandomAccessFile file =
          new RandomAccessFile(input.resolve("hole-" + i).toFile(), "rw")) {
        file.setLength(SIZE);
      }
    }
    return input;
  }

  private static List<String> names(Path parent) throws IOException {
    try (Stream<Path> files = Files.list(parent)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
