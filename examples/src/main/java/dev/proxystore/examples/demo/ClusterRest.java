package dev.proxystore.examples.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/** What the demo asks of a cluster's REST API. */
final class ClusterRest {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final URI root;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper json = new ObjectMapper();

  ClusterRest(URI root) {
    this.root = root;
  }

  /**
   * The number of task slots that nobody uses.
   *
   * @throws DemoException if no cluster answers there
   */
  int freeSlots() throws InterruptedException {
    return get("/overview").path("slots-available").asInt();
  }

  /** The bytes that a step of a job read from its inputs, once the job is over. */
  long bytesRead(JobID job, String step) throws InterruptedException {
    for (JsonNode vertex : get("/jobs/" + job).path("vertices")) {
      if (vertex.path("name").asText().contains(step)) {
        return vertex.path("metrics").path("read-bytes").asLong();
      }
    }
    throw new DemoException("The job has no step '" + step + "'.");
  }

  private JsonNode get(String path) throws InterruptedException {
    URI uri = root.resolve(path);
    try {
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(uri).timeout(TIMEOUT).build(), BodyHandlers.ofByteArray());
      if (response.statusCode() != OK) {
        throw new IOException("it answered with status " + response.statusCode());
      }
      return json.readTree(response.body());
    } catch (IOException e) {
      throw new DemoException(
          "The Flink cluster at %s does not answer: %s. Is it running? bin/cluster status"
              .formatted(root, e),
          e);
    }
  }
}
