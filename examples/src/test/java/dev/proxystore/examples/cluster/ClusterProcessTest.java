package dev.proxystore.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With shells in place of Flink's processes. */
final class ClusterProcessTest {
  private static final Duration GRACE = Duration.ofSeconds(5);

  /** Reads from a pipe that nobody writes to, without a child that would outlive the shell. */
  private static final String WAIT = "mkfifo pipe; exec 3<>pipe; read never <&3";

  @TempDir Path folder;
  private RunDirectory directory;
  private ClusterProcess process;

  @BeforeEach
  void makeTheFolders() throws IOException {
    directory = RunDirectory.of(folder.resolve("a cluster"));
    directory.create();
    directory.clear();
    process = new ClusterProcess(directory, "taskmanager-1");
  }

  @AfterEach
  void endWhatATestLeft() throws IOException {
    process.find().stream()
        .flatMap(found -> Stream.concat(found.descendants(), Stream.of(found)))
        .toList()
        .forEach(ClusterProcessTest::kill);
  }

  /** Waits for the end, so that nothing is written to a folder that is being deleted. */
  private static void kill(ProcessHandle process) {
    process.destroyForcibly();
    process.onExit().join();
  }

  @Test
  void aStartedProcessIsFoundUntilItIsStopped() throws Exception {
    start(WAIT);
    assertThat(process.find()).isPresent();
    assertThat(stop(GRACE)).containsExactly("taskmanager-1");
    assertThat(process.find()).isEmpty();
    assertThat(directory.processes()).isEmpty();
  }

  @Test
  void aProcessThatDoesNotEndWhenAskedIsKilled() throws Exception {
    start("trap '' TERM; echo ready; " + WAIT);
    await().untilAsserted(() -> assertThat(directory.output(process.name())).hasContent("ready"));
    ProcessHandle running = process.find().orElseThrow();
    stop(Duration.ofMillis(300));
    assertThat(running.isAlive()).isFalse();
  }

  @Test
  void theProcessOfAnotherProgramThatGotTheIdIsLeftAlone() throws Exception {
    long thisTest = ProcessHandle.current().pid();
    Files.writeString(directory.pid(process.name()), thisTest + "\n");
    assertThat(process.find()).isEmpty();
    assertThat(stop(GRACE)).isEmpty();
    assertThat(directory.processes()).as("the stale file is gone").isEmpty();
  }

  @Test
  void theProcessOfAClusterInAnotherFolderIsLeftAlone() throws Exception {
    RunDirectory other = RunDirectory.of(folder.resolve("other"));
    other.create();
    other.clear();
    start(WAIT);
    Files.copy(directory.pid(process.name()), other.pid(process.name()));
    assertThat(new Shutdown(other.processes()).await(GRACE)).isEmpty();
    assertThat(process.find()).isPresent();
  }

  @Test
  void aBrokenIdFileCountsAsNoProcess() throws Exception {
    Files.writeString(directory.pid(process.name()), "not a number");
    assertThat(process.find()).isEmpty();
  }

  @Test
  void processesAreListedByNumberAfterTheJobManager() throws Exception {
    for (String name : List.of("taskmanager-10", "taskmanager-2", "jobmanager")) {
      Files.writeString(directory.pid(name), "1");
    }
    assertThat(directory.processes())
        .extracting(ClusterProcess::name)
        .containsExactly("jobmanager", "taskmanager-2", "taskmanager-10");
  }

  private void start(String script) throws IOException {
    process.start(new ProcessBuilder("sh", "-c", script, process.mark()));
  }

  private List<String> stop(Duration grace) throws Exception {
    return new Shutdown(directory.processes()).await(grace);
  }
}
