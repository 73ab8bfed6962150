package dev.proxystore.examples.cluster;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;

/** Asks the JobManager of a cluster on this machine. */
final class RestClient {
  private static final Duration TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final URI root;
  private final HttpClient http = HttpClient.newBuilder().connectTimeout(TIMEOUT).build();
  private final ObjectMapper json = new ObjectMapper();

  RestClient(int port) {
    this.root = URI.create("http://%s:%d/".formatted(LoopbackPort.HOST, port));
  }

  /** Where the web UI is. */
  URI root() {
    return root;
  }

  /** The TaskManagers that have registered, or empty if the JobManager does not answer (yet). */
  Optional<List<TaskManager>> taskManagers() throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(root.resolve("taskmanagers")).timeout(TIMEOUT).build();
    try {
      HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
      return response.statusCode() == OK
          ? Optional.of(read(json.readTree(response.body())))
          : Optional.empty();
    } catch (ConnectException | HttpTimeoutException e) {
      return Optional.empty();
    }
  }

  private static List<TaskManager> read(JsonNode answer) {
    return StreamSupport.stream(answer.path("taskmanagers").spliterator(), false)
        .map(
            each ->
                new TaskManager(
                    each.path("id").asText(),
                    hostAndPort(each.path("path").asText()),
                    each.path("slotsNumber").asInt(),
                    each.path("freeSlots").asInt()))
        .toList();
  }

  /**
   * What lies between the '@' and the next slash of an address such as {@code tcp://flink@h:1/rpc}.
   */
  private static String hostAndPort(String address) {
    return address.replaceFirst("^[^@]*@", "").replaceFirst("/.*$", "");
  }
}
