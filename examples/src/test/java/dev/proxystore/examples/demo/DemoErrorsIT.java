package dev.proxystore.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person who got something wrong is told: one sentence, soon, and exit status 1. */
final class DemoErrorsIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path folder;

  @Test
  void anInputFolderThatDoesNotExistIsNamed() throws Exception {
    assertThat(sentence("--input", "nowhere"))
        .isEqualTo("The input folder nowhere does not exist. Name a folder with --input.");
  }

  @Test
  void anInputThatIsAFileIsNamed() throws Exception {
    Files.createFile(folder.resolve("file"));
    assertThat(sentence("--input", "file")).startsWith("The input folder file is not a folder.");
  }

  @Test
  void anOutputFileInAFolderThatDoesNotExistIsNamed() throws Exception {
    assertThat(sentence("--out", "nowhere/sums"))
        .contains(folder.resolve("nowhere/sums").toString(), "--out");
  }

  @Test
  void anUnknownSchemeIsNamedWithThoseThatAreKnown() throws Exception {
    assertThat(sentence("--store", "gopher://127.0.0.1/frames"))
        .startsWith("No connector for the scheme 'gopher'")
        .contains("file", "hazelcast", "local", "redis")
        .contains("add the module");
  }

  @Test
  void aStoreThatCannotBeReachedIsNamedWithTheCause() throws Exception {
    assertThat(sentence("--store", "redis://127.0.0.1:1/frames"))
        .startsWith("The store redis://127.0.0.1:1/frames cannot be opened: ")
        .containsIgnoringCase("connect");
  }

  @Test
  void aPasswordInTheAddressIsRefusedAndNotRepeated() throws Exception {
    assertThat(sentence("--store", "redis://admin:s3cret@127.0.0.1:1/frames"))
        .contains("PROXYSTORE_PASSWORD")
        .doesNotContain("s3cret", "admin");
  }

  @Test
  void aFlinkClusterThatDoesNotAnswerIsNamed() throws Exception {
    assertThat(sentence("--cluster", "127.0.0.1:1", "--store", "file"))
        .isEqualTo(
            "The Flink cluster at http://127.0.0.1:1 does not answer: nobody listens there."
                + " Is it running? bin/cluster status");
  }

  @Test
  void anOptionThatDoesNotExistIsNamed() throws Exception {
    DemoProcess demo = DemoProcess.run(folder, "128m", "--colour");
    assertThat(demo.status()).isEqualTo(1);
    assertThat(demo.messages())
        .isEqualTo("bin/demo: Unknown option: '--colour'. See bin/demo --help.");
  }

  @Test
  void aHeapThatIsTooSmallIsRefusedBeforeAnythingIsStarted() throws Exception {
    DemoProcess demo = DemoProcess.run(folder, "64m", "--store", "file");
    assertThat(demo.status()).isEqualTo(1);
    assertThat(demo.messages())
        .startsWith("bin/demo: The heap has 6")
        .endsWith("expected 128 MiB or more. Set it with DEMO_HEAP: DEMO_HEAP=1g bin/demo.")
        .doesNotContain("\n");
  }

  /** The one sentence that the demo ends with. */
  private String sentence(String... arguments) throws Exception {
    long start = System.nanoTime();
    DemoProcess demo = DemoProcess.run(folder, "128m", arguments);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    assertThat(demo.status()).as(demo.messages()).isEqualTo(1);
    assertThat(demo.report()).isEmpty();
    assertThat(demo.messages()).doesNotContain("\n").startsWith("bin/demo: ");
    assertThat(took).isLessThan(SOON);
    return demo.messages().replaceFirst("bin/demo: ", "");
  }
}
