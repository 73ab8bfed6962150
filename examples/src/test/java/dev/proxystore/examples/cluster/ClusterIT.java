package dev.proxystore.examples.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.proxystore.examples.cluster.NumbersJob.Counted;
import dev.proxystore.examples.cluster.ProcessStatus.State;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.flink.configuration.MemorySize;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A JobManager and two TaskManagers as processes, on free ports. */
final class ClusterIT {
  private static final int NUMBERS = 200;

  @TempDir static Path folder;
  private static RunDirectory directory;
  private static Cluster cluster;
  private static ClusterConfig config;
  private static final List<String> progress = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    directory = RunDirectory.of(folder.resolve("a cluster"));
    cluster = new Cluster(directory);
    config =
        new ClusterConfig(
            LoopbackPort.findFree(), LoopbackPort.findFree(), 2, 1, MemorySize.ofMebiBytes(128));
    cluster.start(config, Duration.ofSeconds(90), progress::add);
  }

  @AfterAll
  static void leavesNothingRunningWhenItIsStopped() throws Exception {
    List<ProcessHandle> processes = running();
    assertThat(cluster.stop()).containsExactly("jobmanager", "taskmanager-1", "taskmanager-2");
    assertThat(processes).hasSize(3).noneMatch(ProcessHandle::isAlive);
  }

  @Test
  void aJobThatShipsItsJarsRunsInBothTaskManagers() throws Exception {
    Path job = ClassesJar.pack(NumbersJob.class, folder.resolve("job.jar"));
    String[] jars =
        Stream.concat(Stream.of(JobJars.paths()), Stream.of(job.toString())).toArray(String[]::new);
    List<Counted> counted = NumbersJob.run(LoopbackPort.HOST, config.restPort(), NUMBERS, jars);
    assertThat(counted)
        .extracting(Counted::number)
        .containsExactlyInAnyOrderElementsOf(LongStream.rangeClosed(1, NUMBERS).boxed().toList());
    assertThat(counted).extracting(Counted::pid).hasSameElementsAs(taskManagerPids());
  }

  @Test
  void proxyStoreComesWithTheJobAndNotWithTheCluster() {
    assertThat(ClassPathFile.FLINK.jars()).noneMatch(jar -> jar.contains("proxystore-"));
    assertThat(JobJars.paths())
        .anyMatch(jar -> jar.contains("proxystore-core"))
        .noneMatch(jar -> jar.contains("flink-runtime") || jar.contains("kryo-"));
  }

  @Test
  void everyProcessIsUp() throws Exception {
    List<ProcessStatus> status = cluster.status();
    assertThat(status).hasSize(3).allMatch(each -> each.state() == State.UP);
    assertThat(status.get(0).slots()).startsWith("2 (");
    assertThat(status.get(1).slots()).startsWith("1 (");
    assertThat(status)
        .extracting(ProcessStatus::address)
        .allMatch(at -> at.startsWith("127.0.0.1:"));
  }

  @Test
  void theStartReportsEachStepUntilAllHaveRegistered() {
    assertThat(progress.get(0)).startsWith("Starting in " + directory.path());
    assertThat(progress).last().asString().contains("2 of 2 TaskManagers have registered");
  }

  @Test
  void aSecondStartIsRefusedAndNamesTheProcesses() throws IOException {
    long pid = running().get(0).pid();
    assertThatExceptionOfType(ClusterException.class)
        .isThrownBy(() -> cluster.start(config, Duration.ofSeconds(1), line -> {}))
        .withMessageContaining("already running")
        .withMessageContaining("jobmanager " + pid);
  }

  @Test
  void theWebUiAndTheLogsAreServed() throws Exception {
    RestClient rest = new RestClient(config.restPort());
    assertThat(body(rest.root().resolve("index.html"))).contains("Apache Flink");
    assertThat(body(rest.root().resolve("taskmanagers/taskmanager-1/log"))).contains("127.0.0.1");
  }

  private static String body(URI page) throws Exception {
    return HttpClient.newHttpClient()
        .send(HttpRequest.newBuilder(page).build(), BodyHandlers.ofString())
        .body();
  }

  private static List<ProcessHandle> running() throws IOException {
    List<ProcessHandle> running = new ArrayList<>();
    for (ClusterProcess process : directory.processes()) {
      process.find().ifPresent(running::add);
    }
    return running;
  }

  private static List<Long> taskManagerPids() throws IOException {
    return running().stream().skip(1).map(ProcessHandle::pid).toList();
  }
}
