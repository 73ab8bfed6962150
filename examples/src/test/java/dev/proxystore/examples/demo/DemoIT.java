package dev.proxystore.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo from end to end, as a command on real files. */
final class DemoIT {
  private static final int MEBI = 1 << 20;
  private static final double MOST_DISPATCHED = 0.001;

  @TempDir Path folder;
  private Path input;

  @BeforeEach
  void makeTheInputFolder() throws IOException {
    input = Files.createDirectory(folder.resolve("input"));
  }

  @Test
  void largeFilesAreSummedWhileTheDispatcherMovesNextToNothing() throws Exception {
    for (int i = 1; i <= 4; i++) {
      write("image-" + i + ".raw", i * MEBI + 1);
    }
    DemoProcess demo = run("512m", "--store", "redis", "--parallelism", "2");
    assertThat(demo.status()).as(demo.messages()).isZero();
    assertThat(Sha256Sums.read(out())).isEqualTo(expected());
    assertThat(demo.row("files")).isEqualTo("4");
    assertThat(bytes(demo.row("payload"))).isEqualTo(10 * MEBI + 4);
    assertThat(bytes(demo.row("fetched by compute"))).isEqualTo(10 * MEBI + 4);
    assertThat(bytes(demo.row("passed the dispatcher")))
        .isPositive()
        .isLessThan((long) (10 * MEBI * MOST_DISPATCHED));
    assertThat(demo.row("objects left in the store")).isEqualTo("0");
    assertThat(demo.messages()).isEmpty();
  }

  @Test
  void anyNameIsSummedAndAFileThatIsTooLargeIsReportedAndCounted() throws Exception {
    writeAwkwardNames();
    Path large = input.resolve("too large.bin");
    try (RandomAccessFile file = new RandomAccessFile(large.toFile(), "rw")) {
      file.setLength(200L * MEBI);
    }
    Map<Path, String> expected = expected();
    assertThat(expected.remove(large)).isNotNull();

    Path inside = input.resolve("sums.sha256");
    Files.writeString(inside, "of an earlier run");
    DemoProcess demo = run("256m", "--store", "file", "--out", inside.toString());

    assertThat(demo.status()).as(demo.messages()).isEqualTo(2);
    assertThat(demo.messages()).startsWith("Not read: " + large + ": it has 209715200 bytes");
    assertThat(demo.row("files not read")).isEqualTo("1");
    assertThat(Sha256Sums.read(inside)).isEqualTo(expected);
    assertThat(demo.row("objects left in the store")).isEqualTo("0");
    sha256sumAccepts(inside);
  }

  @Test
  void filesThatDoNotFitIntoTheHeapTogetherAreSummedAFewAtATimeThroughHazelcast() throws Exception {
    for (int i = 0; i < 4; i++) {
      write("large-" + i, 80 * MEBI + i);
    }
    DemoProcess demo = run("384m", "--store", "hazelcast", "--parallelism", "4");
    assertThat(demo.status()).as(demo.messages()).isZero();
    assertThat(Sha256Sums.read(out())).isEqualTo(expected());
    assertThat(demo.row("objects left in the store")).isEqualTo("0");
    assertThat(demo.messages()).isEmpty();
  }

  private void writeAwkwardNames() throws Exception {
    Files.createDirectories(input.resolve("a folder/deeper"));
    write("a folder/deeper/with spaces.txt", 1000);
    write("new\nline and return\r", 10);
    write("back\\slash", 11);
    write("-dash", 12);
    write("percent %41 and #hash?", 13);
    write("umlaut-ü", 14);
    write("empty", 0);
    Process shell =
        new ProcessBuilder("sh", "-c", "printf bytes > \"$(printf 'invalid-\\377-utf8')\"")
            .directory(input.toFile())
            .start();
    assertThat(shell.waitFor()).isZero();
    Files.createSymbolicLink(input.resolve("dangling link"), Path.of("nowhere"));
  }

  /** Where the tool is installed, it has the last word. */
  private static void sha256sumAccepts(Path sums) throws Exception {
    assumeThat(Path.of("/usr/bin/sha256sum")).exists();
    Process tool =
        new ProcessBuilder("/usr/bin/sha256sum", "--check", "--strict", "--quiet", sums.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(tool.getInputStream().readAllBytes(), UTF_8);
    assertThat(tool.waitFor()).as(output).isZero();
  }

  private DemoProcess run(String heap, String... arguments) throws Exception {
    String[] all =
        Stream.concat(Stream.of("--input", input.toString()), Stream.of(arguments))
            .toArray(String[]::new);
    return DemoProcess.run(folder, heap, all);
  }

  private Path out() {
    return folder.resolve("demo.sha256");
  }

  private void write(String name, int size) throws IOException {
    byte[] bytes = new byte[size];
    new Random(size).nextBytes(bytes);
    Files.write(input.resolve(name), bytes);
  }

  private Map<Path, String> expected() throws IOException {
    Map<Path, String> sums = new TreeMap<>();
    try (Stream<Path> files = Files.walk(input)) {
      for (Path each : files.filter(file -> Files.isRegularFile(file)).toList()) {
        sums.put(each, Sha256Sums.of(each));
      }
    }
    return sums;
  }

  private static long bytes(String row) {
    return Long.parseLong(row.replaceFirst(" bytes.*", "").replace(",", ""));
  }
}
