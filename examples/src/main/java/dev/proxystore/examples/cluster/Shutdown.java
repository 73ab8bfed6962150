package dev.proxystore.examples.cluster;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Ends the processes of a cluster and no others. */
final class Shutdown {
  private static final Duration AFTER_FORCE = Duration.ofSeconds(5);

  private final List<ClusterProcess> processes;

  Shutdown(List<ClusterProcess> processes) {
    this.processes = List.copyOf(processes);
  }

  /**
   * Asks all processes to end, and kills those that still run after the grace time.
   *
   * @return the names of those that were running
   */
  List<String> await(Duration grace) throws IOException, InterruptedException {
    Map<String, ProcessHandle> running = running();
    running.values().forEach(ProcessHandle::destroy);
    awaitExit(running, grace);
    running.values().forEach(ProcessHandle::destroyForcibly);
    awaitExit(running, AFTER_FORCE);
    requireEnded(running);
    for (ClusterProcess process : processes) {
      process.forget();
    }
    return new ArrayList<>(running.keySet());
  }

  private Map<String, ProcessHandle> running() throws IOException {
    Map<String, ProcessHandle> running = new TreeMap<>();
    for (ClusterProcess process : processes) {
      Optional<ProcessHandle> found = process.find();
      found.ifPresent(handle -> running.put(process.name(), handle));
    }
    return running;
  }

  private static void awaitExit(Map<String, ProcessHandle> running, Duration atMost)
      throws InterruptedException {
    CompletableFuture<Void> exit =
        CompletableFuture.allOf(
            running.values().stream()
                .map(ProcessHandle::onExit)
                .toArray(CompletableFuture<?>[]::new));
    try {
      exit.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      // Not ended in time: the caller goes on with what still runs.
    } catch (ExecutionException e) {
      throw new IllegalStateException("Waiting for a process to end cannot fail.", e);
    }
  }

  private static void requireEnded(Map<String, ProcessHandle> running) {
    running.forEach(
        (name, handle) -> {
          if (handle.isAlive()) {
            throw new ClusterException(
                "The process %s (%d) cannot be stopped. Stop it as the user who started it."
                    .formatted(name, handle.pid()));
          }
        });
  }
}
