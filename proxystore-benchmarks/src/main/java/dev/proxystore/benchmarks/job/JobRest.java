package dev.proxystore.benchmarks.job;

import dev.proxystore.examples.cluster.LoopbackPort;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import org.apache.flink.api.common.JobID;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/** Flink's REST API. */
public final class JobRest {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int FIRST_ERROR = 400;
  private static final Set<String> WORKING = Set.of("RUNNING", "FINISHED");

  private final URI root;
  private final HttpClient http = HttpClient.newHttpClient();
  private final ObjectMapper json = new ObjectMapper();

  /**
   * @param port of the JobManager on this machine
   */
  public JobRest(int port) {
    this.root = URI.create("http://%s:%d/".formatted(LoopbackPort.HOST, port));
  }

  /** The answer, whatever it is. */
  public JsonNode get(String path) throws IOException, InterruptedException {
    return json.readTree(send(request(path)).body());
  }

  /**
   * Asks for something to be done.
   *
   * @throws IOException if that is refused
   */
  public JsonNode post(String path, String body) throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body)));
    JsonNode content = json.readTree(answer.body());
    if (answer.statusCode() >= FIRST_ERROR) {
      throw new IOException("Flink refuses %s: %s".formatted(path, content));
    }
    return content;
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(root.resolve(path)).timeout(TIMEOUT);
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return http.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** The state of a job, such as RUNNING. */
  public String state(JobID job) throws IOException, InterruptedException {
    return get("jobs/" + job).path("state").asText();
  }

  /** Whether each task of a job runs, or has finished. */
  public boolean allTasksWork(JobID job) throws IOException, InterruptedException {
    JsonNode answer = get("jobs/" + job);
    boolean all = answer.path("state").asText().equals("RUNNING");
    for (JsonNode vertex : answer.path("vertices")) {
      JsonNode tasks = vertex.path("tasks");
      int working = WORKING.stream().mapToInt(state -> tasks.path(state).asInt()).sum();
      all &= working == vertex.path("parallelism").asInt();
    }
    return all;
  }
}
