package dev.proxystore.benchmarks.chaos;

import dev.proxystore.benchmarks.job.JobRest;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;

/** Asks the JobManager how a job is. */
final class JobWatch {
  private static final int PAUSE_MILLIS = 100;
  private static final Set<String> OVER = Set.of("FINISHED", "FAILED", "CANCELED");

  private final JobRest rest;
  private final JobID job;

  JobWatch(int port, JobID job) {
    this.rest = new JobRest(port);
    this.job = job;
  }

  /** Returns when every task runs; fails if the job ends or that takes too long. */
  void awaitRunning(Duration longest) throws IOException, InterruptedException {
    await(longest, "run", this::allTasksWork);
  }

  /** Returns when the JobManager has noticed that a TaskManager is gone. */
  void awaitLoss(String taskManager, Duration longest) throws IOException, InterruptedException {
    await(longest, "miss " + taskManager, () -> !knows(taskManager));
  }

  /** Returns the state in which the job ended, or the last one if that takes too long. */
  String awaitEnd(Duration longest) throws IOException, InterruptedException {
    long start = System.nanoTime();
    String state = state();
    while (!OVER.contains(state) && System.nanoTime() - start < longest.toNanos()) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      state = state();
    }
    return state;
  }

  /** How many checkpoints have completed. */
  long checkpoints() throws IOException, InterruptedException {
    return rest.get("jobs/" + job + "/checkpoints").path("counts").path("completed").asLong();
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private void await(Duration longest, String what, Condition condition)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    while (!condition.holds()) {
      String state = state();
      if (OVER.contains(state)) {
        throw new ChaosException("The job ended too soon: it is " + state + ".");
      }
      if (System.nanoTime() - start > longest.toNanos()) {
        throw new ChaosException(
            "The job did not %s after %d s, it is %s.".formatted(what, longest.toSeconds(), state));
      }
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
  }

  private String state() throws IOException, InterruptedException {
    return rest.state(job);
  }

  private boolean allTasksWork() throws IOException, InterruptedException {
    return rest.allTasksWork(job);
  }

  private boolean knows(String taskManager) throws IOException, InterruptedException {
    for (JsonNode each : rest.get("taskmanagers").path("taskmanagers")) {
      if (each.path("id").asText().equals(taskManager)) {
        return true;
      }
    }
    return false;
  }
}
