package dev.proxystore.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user is told when a process of the cluster dies. */
final class ClusterFailureIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(90);
  private static final MemorySize SMALL = MemorySize.ofMebiBytes(128);

  @TempDir Path folder;
  private Cluster cluster;
  private RunDirectory directory;

  @BeforeEach
  void chooseAFolder() {
    directory = RunDirectory.of(folder);
    cluster = new Cluster(directory);
  }

  @AfterEach
  void stop() throws Exception {
    cluster.stop();
  }

  @Test
  void aStartThatFailsShowsTheLogAndLeavesNothingRunning() throws IOException {
    ClusterConfig tooLarge = config(MemorySize.parse("900000g"));
    assertThatExceptionOfType(ClusterException.class)
        .isThrownBy(() -> cluster.start(tooLarge, TIMEOUT, line -> {}))
        .withMessageContaining("taskmanager-1 ended while the cluster started")
        .withMessageContaining("heap");
    assertThat(directory.processes()).isEmpty();
  }

  @Test
  void aClusterThatIsNotUpInTimeIsStopped() throws IOException {
    assertThatExceptionOfType(ClusterException.class)
        .isThrownBy(() -> cluster.start(config(SMALL), Duration.ZERO, line -> {}))
        .withMessageContaining("After 0 s the JobManager did not answer")
        .withMessageContaining("--timeout");
    assertThat(directory.processes()).isEmpty();
  }

  @Test
  void aStartThatIsToldToEndStopsWhatItHasStarted() throws Exception {
    Path script = Path.of("").toAbsolutePath().resolveSibling("bin/cluster");
    String port = String.valueOf(LoopbackPort.findFree());
    ProcessBuilder start =
        new ProcessBuilder(script.toString(), "start", "--dir", folder.toString(), "--port", port);
    start.environment().put("JAVA_HOME", System.getProperty("java.home"));
    start.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    Process starting = start.start();
    await().atMost(TIMEOUT).until(() -> running().size() == 3);
    List<ProcessHandle> started = running();
    starting.destroy();
    starting.onExit().get(30, TimeUnit.SECONDS);
    assertThat(started).noneMatch(ProcessHandle::isAlive);
    assertThat(directory.processes()).isEmpty();
  }

  private List<ProcessHandle> running() throws IOException {
    List<ProcessHandle> running = new ArrayList<>();
    for (ClusterProcess process : directory.processes()) {
      process.find().ifPresent(running::add);
    }
    return running;
  }

  private static ClusterConfig config(MemorySize taskHeap) throws IOException {
    return new ClusterConfig(LoopbackPort.findFree(), LoopbackPort.findFree(), 1, 1, taskHeap);
  }
}
