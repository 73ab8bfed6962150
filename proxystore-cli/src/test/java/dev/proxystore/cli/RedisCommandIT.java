package dev.proxystore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.proxystore.redis.testing.RedisServer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

final class RedisCommandIT extends CommandContract {
  @AutoClose private static final RedisServer server = RedisServer.start();

  @Override
  protected String store() {
    return "redis://" + server.hostAndPort() + "/objects";
  }

  private String broker(String kind) {
    return "redis://%s/events?broker=%s".formatted(server.hostAndPort(), kind);
  }

  @Test
  void whatIsSentToALogIsShownAsOftenAsOneLooks() throws Exception {
    Path file = Files.writeString(folder.resolve("frame.raw"), "a frame");
    assertThat(
            command.answer(
                "stream",
                "send",
                "-b",
                broker("stream"),
                "-s",
                store(),
                "-m",
                "camera=7",
                "--end",
                "frames",
                file.toString()))
        .contains("sent " + file);
    for (int i = 0; i < 2; i++) {
      String[] lines =
          command.answer("stream", "tail", "-b", broker("stream"), "--json", "frames").split("\n");
      assertThat(lines).hasSize(2);
      JsonNode sent = new JsonMapper().readTree(lines[0]);
      assertThat(sent.get("metadata").get("camera").asText()).isEqualTo("7");
      assertThat(sent.get("metadata").get("file").asText()).isEqualTo("frame.raw");
      assertThat(new JsonMapper().readTree(lines[1]).get("end").asBoolean()).isTrue();
      command.run("get", sent.get("uri").asText());
      assertThat(command.raw()).isEqualTo(Files.readAllBytes(file));
    }
    assertThat(command.answer("stream", "tail", "-b", broker("stream"), "-n", "1", "frames"))
        .contains("7 B")
        .contains("camera=7");
    assertThat(
            command.answer("stream", "tail", "-b", broker("stream"), "--from", "latest", "frames"))
        .isEmpty();
  }

  @Test
  void aTopicIsNotEndedIfNotAllWasSent() throws Exception {
    Path file = Files.writeString(folder.resolve("first"), "a frame");
    assertThat(
            command.run(
                "stream",
                "send",
                "-b",
                broker("stream"),
                "-s",
                store(),
                "--end",
                "cut",
                file.toString(),
                "/nowhere/second"))
        .isEqualTo(1);
    assertThat(command.answer("stream", "tail", "-b", broker("stream"), "cut").lines())
        .hasSize(1)
        .noneMatch(line -> line.contains("end of producer"));
  }

  @Test
  void aQueueIsNotLookedAt() {
    assertThat(command.run("stream", "tail", "-b", broker("list"), "frames")).isEqualTo(1);
    assertThat(command.err()).contains("is a queue").contains("Use a log");
  }

  @Test
  void theDoctorWarnsOfAServerThatMayRemoveObjects() {
    try (RedisServer small = RedisServer.start();
        Jedis jedis = new Jedis("127.0.0.1", small.port())) {
      jedis.configSet("maxmemory", "200mb");
      jedis.configSet("maxmemory-policy", "allkeys-lru");
      assertThat(command.answer("doctor", "-s", "redis://" + small.hostAndPort() + "/objects"))
          .contains("warning")
          .contains("noeviction");
    }
  }

  @Test
  void theDoctorSaysWhatIsNotAllowed() {
    try (RedisServer strict = RedisServer.start();
        Jedis jedis = new Jedis("127.0.0.1", strict.port())) {
      jedis.aclSetUser("default", "-evalsha", "-eval");
      assertThat(command.run("doctor", "-s", "redis://" + strict.hostAndPort() + "/objects"))
          .isEqualTo(1);
      assertThat(command.out()).containsPattern("FAILED +several consumers").contains("eval");
      assertThat(command.out()).containsPattern("ok +1 KiB there and back");
    }
  }

  @Test
  void aServerThatIsNotThereIsASentence() {
    assertThat(command.run("doctor", "-s", "redis://127.0.0.1:1/objects")).isEqualTo(1);
    assertThat(command.out()).contains("FAILED").contains("127.0.0.1:1");
    assertThat(command.run("ls", "-s", "redis://127.0.0.1:1/objects")).isEqualTo(1);
    assertThat(command.err()).startsWith("proxystore: The store redis://127.0.0.1:1/objects");
    assertThat(command.err()).doesNotContain("\tat ");
    assertThat(command.run("ls", "--verbose", "-s", "redis://127.0.0.1:1/objects")).isEqualTo(1);
    assertThat(command.err()).contains("\tat ");
  }

  @Test
  void whatIsNoObjectIsNotListed() {
    try (Jedis jedis = new Jedis("127.0.0.1", server.port())) {
      jedis.rpush("mixed:list", "of another program");
      jedis.set("mixed:object", "abc");
    }
    String store = "redis://" + server.hostAndPort() + "/mixed";
    assertThat(command.answer("ls", "-s", store)).endsWith("1 object");
  }
}
