package dev.proxystore.examples.demo;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import org.apache.flink.api.common.JobID;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.core.JsonProcessingException;
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
   * How much of the cluster there is to use.
   *
   * @throws DemoException if no cluster answers there
   */
  Overview overview() throws InterruptedException {
    JsonNode answer = get("/overview");
    return new Overview(
        answer.path("taskmanagers").asInt(), answer.path("slots-available").asInt());
  }

  /** The processes of a cluster, and how many task slots of them nobody uses. */
  record Overview(int taskManagers, int freeSlots) {}

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
      return read(response);
    } catch (IOException e) {
      throw new DemoException(
          "The Flink cluster at %s does not answer: %s. Is it running? bin/cluster status"
              .formatted(root, reason(e)),
          e);
    }
  }

  private JsonNode read(HttpResponse<byte[]> response) throws IOException {
    JsonNode answer = json.readTree(response.body());
    if (!answer.isObject()) {
      throw new IOException("it answered with something else than Flink does");
    }
    return answer;
  }

  private static boolean hasNoAddress(Throwable failure) {
    Throwable cause = failure.getCause();
    return cause != null && (cause instanceof UnresolvedAddressException || hasNoAddress(cause));
  }

  /** The client's own exceptions often say nothing. */
  private static String reason(IOException failure) {
    if (failure instanceof HttpTimeoutException) {
      return "no answer came within " + TIMEOUT.toSeconds() + " s";
    }
    if (failure instanceof JsonProcessingException) {
      return "it answered with something else than Flink does";
    }
    if (failure instanceof ConnectException) {
      return hasNoAddress(failure) ? "there is no such host" : "nobody listens there";
    }
    return failure.getMessage() == null ? failure.toString() : failure.getMessage();
  }
}
