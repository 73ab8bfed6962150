package dev.proxystore.examples.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;

/**
 * A JobManager and some TaskManagers as processes of this machine, kept in a run directory. They
 * outlive the process that starts them. Used by one thread.
 */
public final class Cluster {
  /** The name of the JobManager's process. */
  public static final String JOB_MANAGER = "jobmanager";

  private static final String TASK_MANAGER = "taskmanager-";
  private static final Duration GRACE = Duration.ofSeconds(10);

  private final RunDirectory directory;
  private final Supplier<List<String>> classPath;
  private final Configuration settings;

  /** A cluster of processes that have Flink alone, and take the rest with each job. */
  public Cluster(RunDirectory directory) {
    this(directory, ClassPathFile.FLINK::jars, new Configuration());
  }

  /**
   * A cluster of processes that have all that jobs need, as from Flink's folder {@code lib}.
   *
   * @param classPath jars and folders of classes, Flink's among them
   * @param settings what is configured beside the {@link ClusterConfig}, or otherwise than there
   */
  public static Cluster withClassPath(
      RunDirectory directory, List<String> classPath, Configuration settings) {
    List<String> all = List.copyOf(classPath);
    return new Cluster(directory, () -> all, new Configuration(settings));
  }

  private Cluster(
      RunDirectory directory, Supplier<List<String>> classPath, Configuration settings) {
    this.directory = directory;
    this.classPath = classPath;
    this.settings = settings;
  }

  /**
   * Starts the processes and waits until all TaskManagers have registered. If that fails, none of
   * them is left running.
   *
   * @param progress takes a line whenever the cluster came further
   */
  public void start(ClusterConfig config, Duration timeout, Consumer<String> progress)
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
    flink.addAll(settings);
    config.write(flink, directory.configuration());
    FlinkCommand command = new FlinkCommand(flink, classPath.get());
    ClusterProcess jobManager = new ClusterProcess(directory, JOB_MANAGER);
    guard.launch(() -> jobManager.start(command.jobManager(jobManager)));
    for (int i = 1; i <= config.taskManagers(); i++) {
      ClusterProcess taskManager = new ClusterProcess(directory, TASK_MANAGER + i);
      guard.launch(() -> taskManager.start(command.taskManager(taskManager)));
    }
    return directory.processes();
  }

  /**
   * Starts one more TaskManager, and does not wait until it has registered.
   *
   * @return its name, which none had before
   */
  public String addTaskManager() throws IOException, InterruptedException {
    return directory.locked(
        () -> {
          FlinkCommand command =
              new FlinkCommand(
                  GlobalConfiguration.loadConfiguration(directory.configuration().toString()),
                  classPath.get());
          ClusterProcess added = new ClusterProcess(directory, nextTaskManager());
          added.start(command.taskManager(added));
          return added.name();
        });
  }

  /** Those that have died have left a log. */
  private String nextTaskManager() {
    int number = 1;
    while (Files.exists(directory.log(TASK_MANAGER + number))) {
      number++;
    }
    return TASK_MANAGER + number;
  }

  /** The names of the TaskManagers whose processes run. */
  public List<String> taskManagers() throws IOException {
    List<String> running = new ArrayList<>();
    for (ClusterProcess process : directory.processes()) {
      if (process.name().startsWith(TASK_MANAGER) && process.find().isPresent()) {
        running.add(process.name());
      }
    }
    return running;
  }

  /** Ends a TaskManager as a crash would, and forgets it. */
  public void kill(String taskManager) throws IOException {
    ClusterProcess process = new ClusterProcess(directory, taskManager);
    ProcessHandle running =
        process
            .find()
            .orElseThrow(
                () ->
                    new ClusterException(
                        "There is no process %s to kill, expected one of %s."
                            .formatted(taskManager, directory.path())));
    boolean unused = running.destroyForcibly();
    ProcessHandle unusedToo = running.onExit().join();
    process.forget();
  }

  /**
   * Ends the processes of the cluster, those that do not end by themselves by force.
   *
   * @return the names of the processes that were running
   */
  public List<String> stop() throws IOException, InterruptedException {
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
