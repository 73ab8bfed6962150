package dev.proxystore.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import dev.proxystore.store.Stores;
import dev.proxystore.store.payload.Compression;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands do with a store, whichever it is. */
abstract class CommandContract {
  @TempDir protected Path folder;

  protected final Runner command = new Runner();

  /** The address of a store that is empty. */
  protected abstract String store();

  @AfterEach
  final void closeStores() {
    Stores.closeAll();
  }

  private Path file(int length) throws Exception {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return Files.write(folder.resolve("file-" + length + ".bin"), bytes);
  }

  private static JsonNode json(String line) {
    try {
      return new JsonMapper().readTree(line);
    } catch (JsonProcessingException e) {
      throw new AssertionError(line, e);
    }
  }

  @Test
  void aFileIsPutFoundGotAndEvicted() throws Exception {
    Path file = file(9_000_000);
    String uri = command.answer("put", "--store", store(), file.toString());
    assertThat(uri).contains("#stream;length=9000000;crc32c=");
    assertThat(command.answer("exists", uri)).startsWith("there ");
    Path copy = folder.resolve("copy");
    assertThat(command.answer("get", uri, "-o", copy.toString())).isEmpty();
    assertThat(Files.mismatch(file, copy)).isEqualTo(-1);
    assertThat(command.run("get", uri)).isZero();
    assertThat(Arrays.equals(command.raw(), Files.readAllBytes(file))).isTrue();
    assertThat(command.answer("evict", uri)).startsWith("evicted ");
    assertThat(command.run("exists", uri)).isEqualTo(1);
    assertThat(command.out()).startsWith("missing ");
    assertThat(command.answer("evict", uri)).startsWith("missing ");
  }

  @Test
  void anObjectThatIsNotThereLeavesTheFileAsItWas() throws Exception {
    Path kept = Files.writeString(folder.resolve("kept"), "kept");
    String uri = command.answer("put", "--store", store(), kept.toString());
    command.answer("evict", uri);
    assertThat(command.run("get", uri, "-o", kept.toString())).isEqualTo(1);
    assertThat(command.err()).startsWith("proxystore: ").contains("has no object");
    assertThat(kept).hasContent("kept");
    try (var files = Files.list(folder)) {
      assertThat(files.map(each -> String.valueOf(each.getFileName())))
          .noneMatch(name -> name.startsWith("."));
    }
  }

  @Test
  void standardInputIsPutUnderAnIdForSomeTime() throws Exception {
    command.give("from a pipe");
    JsonNode answer =
        json(
            command.answer(
                "put", "--store", store(), "--id", "piped", "--ttl", "1h", "--json", "-"));
    assertThat(answer.get("id").asText()).isEqualTo("piped");
    assertThat(answer.get("bytes").asLong()).isEqualTo(11);
    command.run("get", answer.get("uri").asText());
    assertThat(new String(command.raw(), UTF_8)).isEqualTo("from a pipe");
    JsonNode listed = json(command.answer("ls", "--store", store(), "--filter", "pip?d", "--json"));
    assertThat(listed.get("staysSeconds").asLong()).isBetween(3500L, 3602L);
    command.answer("evict", answer.get("uri").asText());
  }

  @Test
  void objectsOfProgramsComeAsTheyAreOrAsTheirBytes() {
    try (Store open = Store.builder(store()).compression(Compression.LZ4).build()) {
      String text = open.proxy("a text ".repeat(1000)).toUri().toString();
      assertThat(text).contains("codec=lz4");
      command.run("get", text);
      assertThat(new String(command.raw(), UTF_8)).isEqualTo("a text ".repeat(1000));
      String taken = open.proxy("taken", PutOptions.evictOnResolve()).toUri().toString();
      command.run("get", taken);
      assertThat(command.answer("exists", taken)).startsWith("there");
      String kryo = open.proxy(UUID.randomUUID()).toUri().toString();
      assertThat(command.run("get", kryo)).isZero();
      assertThat(command.err()).contains("These are the bytes of the serializer 'kryo'");
      command.answer("evict", text, taken, kryo);
    }
  }

  @Test
  void objectsAreListedLargestFirstAndSummedUp() throws Exception {
    command.answer("put", "-s", store(), "--id", "small.bin", file(10).toString());
    command.answer("put", "-s", store(), "--id", "large.bin", file(5_000_000).toString());
    command.answer("put", "-s", store(), "--id", "other.txt", file(20).toString());
    String table =
        command.answer("ls", "-s", store(), "--filter", "*.bin", "--sort", "size", "--limit", "1");
    assertThat(table).contains("large.bin").contains("4.8 MiB").contains("1 of 2 objects");
    assertThat(table).doesNotContain("small.bin");
    assertThat(command.answer("ls", "-s", store(), "--prefix", "oth")).contains("1 object");
    JsonNode stats = json(command.answer("stats", "-s", store(), "--json"));
    assertThat(stats.get("objects").asLong()).isEqualTo(3);
    assertThat(stats.get("bytes").asLong()).isEqualTo(5_000_030);
    assertThat(stats.get("largest").get(0).get("id").asText()).isEqualTo("large.bin");
    assertThat(stats.get("system").size()).isPositive();
    assertThat(command.answer("stats", "-s", store())).contains("objects").contains("5000030");
    for (String id : new String[] {"small.bin", "large.bin", "other.txt"}) {
      command.answer("evict", uri(id));
    }
    assertThat(command.answer("ls", "-s", store())).contains("0 objects");
  }

  @Test
  void whatIsListedCanBeLookedForAndEvicted() throws Exception {
    String odd = "\u043a\u043b\u044e\u0447/../x #;&%?";
    command.answer("put", "-s", store(), "--id", odd, file(0).toString());
    command.answer("put", "-s", store(), "--id", "small", file(10).toString());
    command.answer("put", "-s", store(), "--id", "large", file(9_000_000).toString());
    try (Store open = Store.open(store())) {
      open.put("text", PutOptions.defaults().withId("text"));
      open.put("shared", PutOptions.defaults().withId("shared").withFanOut(3));
      open.<String>future().complete("later");
    }
    String[] uris =
        command
            .answer("ls", "-s", store(), "--json")
            .lines()
            .map(line -> json(line).get("uri").asText())
            .toArray(String[]::new);
    assertThat(uris).hasSize(6).noneMatch(uri -> uri.contains("#"));
    for (String each : uris) {
      assertThat(command.answer("exists", each)).isEqualTo("there    " + each);
      assertThat(command.answer("evict", each)).isEqualTo("evicted  " + each);
      assertThat(command.run("exists", each)).isEqualTo(1);
    }
    assertThat(command.answer("ls", "-s", store())).contains("0 objects");
  }

  @Test
  void theDoctorFindsAHealthyStoreAndLeavesNothing() throws Exception {
    String findings = command.answer("doctor", "--store", store());
    assertThat(findings).contains("reachable").contains("latency").contains("4 MiB there and back");
    assertThat(findings).doesNotContain("FAILED");
    assertThat(command.answer("ls", "-s", store())).contains("0 objects");
    for (String line : command.answer("doctor", "--store", store(), "--json").split("\n", -1)) {
      assertThat(json(line).get("state").asText()).isNotEqualTo("FAILED");
    }
  }

  /** Of an object that is not to be read. */
  private String uri(String id) {
    String[] address = store().split("\\?", 2);
    String parameters = address.length == 1 ? "" : "?" + address[1];
    return address[0] + "/" + id + parameters + "#bytes;length=0";
  }

  @Test
  void aStoreIsFoundByItsNameInAFile() throws Exception {
    Path config =
        Files.writeString(
            folder.resolve("stores.yaml"), "stores:\n  mine:\n    address: " + store() + "\n");
    command.give("text");
    command.answer("put", "-c", config.toString(), "-s", "mine", "--id", "found", "-");
    assertThat(command.answer("ls", "-c", config.toString(), "-s", "mine", "--prefix", "found"))
        .contains("1 object");
    command.answer("evict", uri("found"));
    assertThat(command.run("ls", "-c", config.toString(), "-s", "mime")).isEqualTo(2);
    assertThat(command.err()).contains("mine");
  }
}
