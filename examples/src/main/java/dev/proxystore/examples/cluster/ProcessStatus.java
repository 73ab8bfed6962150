package dev.proxystore.examples.cluster;

import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * How a process of a cluster is.
 *
 * @param name the process
 * @param pid its id, empty if it has ended
 * @param address host and port that it is reached at, as far as known
 * @param state whether it does its work
 * @param slots those it offers, or the sum of them for the JobManager
 */
record ProcessStatus(String name, Optional<Long> pid, String address, State state, String slots) {

  /** Whether a process does its work. */
  enum State {
    /** The process runs, and the JobManager answers for it. */
    UP,
    /** The process runs, but is of no use (yet): the JobManager does not answer or know it. */
    WAITING,
    /** The process has ended. */
    DOWN
  }

  private static final String UNKNOWN = "-";

  static List<ProcessStatus> of(List<ClusterProcess> processes, RestClient rest)
      throws IOException, InterruptedException {
    Optional<List<TaskManager>> answer = rest.taskManagers();
    List<TaskManager> taskManagers = answer.orElseGet(List::of);
    Map<String, TaskManager> byName =
        taskManagers.stream().collect(Collectors.toMap(TaskManager::name, Function.identity()));
    List<ProcessStatus> all = new ArrayList<>();
    for (ClusterProcess process : processes) {
      Optional<Long> pid = process.find().map(ProcessHandle::pid);
      all.add(
          process.name().equals(Cluster.JOB_MANAGER)
              ? jobManager(pid, rest.root(), answer)
              : taskManager(process.name(), pid, Optional.ofNullable(byName.get(process.name()))));
    }
    return all;
  }

  private static ProcessStatus jobManager(
      Optional<Long> pid, URI root, Optional<List<TaskManager>> answer) {
    return new ProcessStatus(
        Cluster.JOB_MANAGER,
        pid,
        root.getAuthority(),
        state(pid.isPresent(), answer.isPresent()),
        answer
            .map(all -> slots(sum(all, TaskManager::slots), sum(all, TaskManager::freeSlots)))
            .orElse(UNKNOWN));
  }

  private static ProcessStatus taskManager(
      String name, Optional<Long> pid, Optional<TaskManager> registered) {
    // The JobManager takes a while to notice that one has died.
    Optional<TaskManager> known = registered.filter(each -> pid.isPresent());
    return new ProcessStatus(
        name,
        pid,
        known.map(TaskManager::address).orElse(UNKNOWN),
        state(pid.isPresent(), known.isPresent()),
        known.map(each -> slots(each.slots(), each.freeSlots())).orElse(UNKNOWN));
  }

  private static State state(boolean alive, boolean answers) {
    if (!alive) {
      return State.DOWN;
    }
    return answers ? State.UP : State.WAITING;
  }

  private static int sum(List<TaskManager> all, Function<TaskManager, Integer> count) {
    return all.stream().mapToInt(count::apply).sum();
  }

  private static String slots(int all, int free) {
    return "%d (%d free)".formatted(all, free);
  }
}
