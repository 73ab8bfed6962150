package dev.proxystore.benchmarks.chaos;

import dev.proxystore.examples.cluster.LoopbackPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/** Asks the JobManager how a job is. */
final class JobWatch {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int PAUSE_MILLIS = 100;
  private static final Set<String> WORKING = Set.of("RUNNING", "FINISHED");
  private static final Set<String> OVER = Set.of("FINISHED", "FAILED", "CANCELED");

  private final URI root;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();
  private final JobID job;

  JobWatch(int port, JobID job) {
    this.root = URI.create("http://%s:%d/".formatted(LoopbackPort.HOST, port));
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
    return get("jobs/" + job + "/checkpoints").path("counts").path("completed").asLong();
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
    return get("jobs/" + job).path("state").asText();
  }

  private boolean allTasksWork() throws IOException, InterruptedException {
    JsonNode answer = get("jobs/" + job);
    boolean all = answer.path("state").asText().equals("RUNNING");
    for (JsonNode vertex : answer.path("vertices")) {
      JsonNode tasks = vertex.path("tasks");
      int working = WORKING.stream().mapToInt(state -> tasks.path(state).asInt()).sum();
      all &= working == vertex.path("parallelism").asInt();
    }
    return all;
  }

  private boolean knows(String taskManager) throws IOException, InterruptedException {
    for (JsonNode each : get("taskmanagers").path("taskmanagers")) {
      if (each.path("id").asText().equals(taskManager)) {
        return true;
      }
    }
    return false;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(root.resolve(path)).timeout(TIMEOUT).build();
    return json.readTree(http.send(request, BodyHandlers.ofByteArray()).body());
  }
}
