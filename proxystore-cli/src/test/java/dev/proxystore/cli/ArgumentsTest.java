package dev.proxystore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ArgumentsTest {
  private final Runner command = new Runner();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://user:secret@localhost/frames",
        "redis://localhost/frames?password=secret",
        "redis://user:secret@local host/frames",
        "://user:secret@localhost"
      })
  void whatIsWrongWithAnAddressIsSaidWithoutItsPassword(String address) {
    assertThat(command.run("ls", "--store", address)).isPositive();
    assertThat(command.err()).startsWith("proxystore: ").doesNotContain("secret");
    assertThat(command.run("exists", address + "/x#bytes;length=1")).isEqualTo(2);
    assertThat(command.err()).startsWith("proxystore: ").doesNotContain("secret");
    assertThat(command.run("stream", "tail", "-b", address, "topic")).isPositive();
    assertThat(command.err()).startsWith("proxystore: ").doesNotContain("secret");
  }

  @Test
  void aCommandWithoutAStoreSaysHowToNameOne() {
    assertThat(command.run("ls")).isEqualTo(2);
    assertThat(command.err()).contains("--store").contains("PROXYSTORE_STORE");
    assertThat(command.err()).contains("Try 'proxystore ls --help'.");
  }

  @Test
  void aMisspeltCommandIsRefusedWithTheNearest() {
    assertThat(command.run("gte", "x")).isEqualTo(2);
    assertThat(command.err()).contains("gte");
  }

  @Test
  void anUnquotedUriIsExplained() {
    assertThat(command.run("get", "redis://localhost/frames/x")).isEqualTo(2);
    assertThat(command.err()).contains("'#'");
  }

  @Test
  void anIdIsForOneFile() {
    assertThat(command.run("put", "-s", "local:x", "--id", "a", "one", "two")).isEqualTo(2);
    assertThat(command.err()).contains("An id is for one object, found 2 files.");
  }

  @Test
  void aFileThatIsNotThereIsASentence() {
    assertThat(command.run("put", "-s", "local:x", "/nowhere/at-all")).isEqualTo(1);
    assertThat(command.err()).contains("There is no file /nowhere/at-all.");
  }

  @Test
  void completionKnowsEveryCommand() {
    assertThat(command.answer("completion"))
        .contains(
            "put", "get", "exists", "evict", "ls", "stats", "stream", "doctor", "--older-than");
  }

  @Test
  void withoutACommandTheHelpIsShown() {
    assertThat(command.answer()).contains("Usage: proxystore").contains("Examples:");
  }
}
