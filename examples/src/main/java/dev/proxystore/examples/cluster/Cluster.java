package dev.proxystore.examples.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.configuration.Configuration;

/** A JobManager and some TaskManagers as processes of this machine, kept in a run directory. */
final class Cluster {
  static final String JOB_MANAGER = "jobmanager";
  private static final String TASK_MANAGER = "taskmanager-";
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final RunDirectory directory;

  Cluster(RunDirectory directory) {
    this.directory = directory;
  }

  /**
   * Starts the processes and waits until all TaskManagers have registered. If that fails, none of
   * them is left running.
   *
   * @param progress takes a line whenever the cluster came further
   */
  void start(ClusterConfig config, Duration timeout, Consumer<String> progress)
      throws IOException, InterruptedException {
    directory.create();
    directory.locked(
        () -> {
          requireNotRunning();
          LoopbackPort.requireFree(config.restPort());
          return startOrStop(config, timeout, progress);
        });
  }

  private List<ClusterProcess> startOrStop(
      ClusterConfig config, Duration timeout, Consumer<String> progress)
      throws IOException, InterruptedException {
    progress.accept(
        "Starting in %s: a JobManager, %d x TaskManager"
            .formatted(directory.path(), config.taskManagers()));
    directory.clear();
    try (StartGuard guard = new StartGuard(this::stopAll)) {
      List<ClusterProcess> processes = launch(config, guard);
      new Startup(processes, new RestClient(config.restPort()), progress).await(timeout);
      guard.started();
      return processes;
    }
  }

  private void requireNotRunning() throws IOException {
    List<String> running = new ArrayList<>();
    for (ClusterProcess process : directory.processes()) {
      process.find().ifPresent(found -> running.add(process.name() + " " + found.pid()));
    }
    if (!running.isEmpty()) {
      throw new ClusterException(
          "A cluster is already running in %s, with the process ids: %s. Stop it with bin/cluster stop, or start another one with --dir and --port."
              .formatted(directory.path(), String.join(", ", running)));
    }
  }

  private List<ClusterProcess> launch(ClusterConfig config, StartGuard guard) throws IOException {
    Configuration flink = config.toFlink(directory.temporary());
    config.write(flink, directory.configuration());
    FlinkCommand command = new FlinkCommand(flink, ClassPathFile.FLINK.jars());
    ClusterProcess jobManager = new ClusterProcess(directory, JOB_MANAGER);
    guard.launch(() -> jobManager.start(command.jobManager(jobManager)));
    for (int i = 1; i <= config.taskManagers(); i++) {
      ClusterProcess taskManager = new ClusterProcess(directory, TASK_MANAGER + i);
      guard.launch(() -> taskManager.start(command.taskManager(taskManager)));
    }
    return directory.processes();
  }

  /**
   * Ends the processes of the cluster, those that do not end by themselves by force.
   *
   * @return the names of the processes that were running
   */
  List<String> stop() throws IOException, InterruptedException {
    return directory.exists() ? directory.locked(this::stopAll) : List.of();
  }

  private List<String> stopAll() throws IOException, InterruptedException {
    List<String> stopped = new Shutdown(directory.processes()).await(GRACE);
    directory.clearTemporary();
    return stopped;
  }

  /** How each process that was started is now; empty if no cluster was started. */
  List<ProcessStatus> status() throws IOException, InterruptedException {
    List<ClusterProcess> processes = directory.processes();
    return processes.isEmpty()
        ? List.of()
        : ProcessStatus.of(
            processes, new RestClient(ClusterConfig.restPort(directory.configuration())));
  }
}
