package dev.proxystore.examples.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Waits until the processes of a cluster have found each other, and gives up when one ends. */
final class Startup {
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final List<ClusterProcess> processes;
  private final RestClient rest;
  private final Consumer<String> progress;
  private int registered = -1;

  Startup(List<ClusterProcess> processes, RestClient rest, Consumer<String> progress) {
    this.processes = processes;
    this.rest = rest;
    this.progress = progress;
  }

  void await(Duration timeout) throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!allRegistered()) {
      requireAllAlive();
      if (System.nanoTime() - start > timeout.toNanos()) {
        throw tooLate(timeout);
      }
      TimeUnit.NANOSECONDS.sleep(PAUSE.toNanos());
    }
  }

  private int expected() {
    return processes.size() - 1; // all but the JobManager
  }

  private boolean allRegistered() throws IOException, InterruptedException {
    Optional<List<TaskManager>> answer = rest.taskManagers();
    int now = answer.map(List::size).orElse(-1);
    if (now != registered) {
      registered = now;
      progress.accept(
          "The JobManager is up, %d of %d TaskManagers have registered".formatted(now, expected()));
    }
    return now == expected();
  }

  private void requireAllAlive() throws IOException {
    for (ClusterProcess process : processes) {
      if (process.find().isEmpty()) {
        throw new ClusterException(
            "The process %s ended while the cluster started; %s"
                .formatted(process.name(), LogTail.of(process)));
      }
    }
  }

  private ClusterException tooLate(Duration timeout) {
    String found =
        registered < 0
            ? "the JobManager did not answer at " + rest.root()
            : "%d of %d TaskManagers had registered".formatted(registered, expected());
    return new ClusterException(
        "After %d s %s. Give it more time with --timeout, or look for the reason in the log; %s"
            .formatted(timeout.toSeconds(), found, LogTail.of(processes.get(0))));
  }
}
