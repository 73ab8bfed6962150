package dev.proxystore.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunDirectoryTest {
  @TempDir Path folder;

  @Test
  void aFolderWithOtherFilesIsRefusedAndLeftAlone() throws IOException {
    Path precious = Files.createDirectories(folder.resolve("tmp")).resolve("precious");
    Files.createFile(precious);
    assertThatExceptionOfType(ClusterException.class)
        .isThrownBy(RunDirectory.of(folder)::create)
        .withMessageContaining("holds other files")
        .withMessageContaining("--dir");
    assertThat(precious).exists();
  }

  @Test
  void anEarlierClustersLogsGoWhenANewOneIsMade() throws IOException {
    RunDirectory directory = RunDirectory.of(folder);
    directory.create();
    directory.clear();
    Files.createFile(directory.log("jobmanager"));
    directory.create();
    directory.clear();
    assertThat(directory.logs()).isEmptyDirectory();
  }

  @Test
  void oneCommandAtATimeChangesTheCluster() throws Exception {
    RunDirectory directory = RunDirectory.of(folder);
    directory.create();
    String second = directory.locked(() -> refusal(directory));
    assertThat(second).contains("Another command is starting or stopping");
    assertThat(directory.locked(() -> "free again")).isEqualTo("free again");
  }

  private static String refusal(RunDirectory directory) throws IOException, InterruptedException {
    try {
      return directory.locked(() -> "was not kept out");
    } catch (ClusterException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
