package dev.proxystore.benchmarks.checkpoint;

import dev.proxystore.benchmarks.job.JobRest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.JobID;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;

/** The checkpoints and savepoints of a job, by REST. */
record JobCheckpoints(JobRest rest, JobID job) {
  private static final int PAUSE_MILLIS = 5;

  /** Takes one in full. */
  JsonNode checkpoint() throws IOException, InterruptedException {
    JsonNode done = trigger("checkpoints", "{\"checkpointType\":\"FULL\"}");
    String details =
        "jobs/%s/checkpoints/details/%d".formatted(job, done.path("checkpointId").asLong());
    JsonNode answer = rest.get(details);
    while (!answer.path("status").asText().equals("COMPLETED")) { // answers lag behind
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      answer = rest.get(details);
    }
    return answer;
  }

  /** Takes one into a folder, and says where in it. */
  String savepoint(Path folder) throws IOException, InterruptedException {
    return trigger("savepoints", "{\"target-directory\":\"%s\"}".formatted(folder.toUri()))
        .path("location")
        .asText();
  }

  private JsonNode trigger(String kind, String body) throws IOException, InterruptedException {
    String all = "jobs/%s/%s".formatted(job, kind);
    String request = rest.post(all, body).path("request-id").asText();
    JsonNode answer = rest.get(all + "/" + request);
    while (!answer.path("status").path("id").asText().equals("COMPLETED")) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      answer = rest.get(all + "/" + request);
    }
    if (answer.path("operation").has("failure-cause")) {
      throw new IOException("Flink has not taken it: " + answer);
    }
    return answer.path("operation");
  }
}
