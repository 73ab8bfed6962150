package dev.proxystore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Store;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

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

  @ParameterizedTest
  @CsvSource({
    "notauri, found one without a scheme such as 'redis:'.",
    "not/auri, found one without a scheme such as 'redis:'.",
    "local:frames#bytes;length=1, found one without a '/' before the object's id."
  })
  void whatIsNoUriIsToldFromOneWithAnExample(String text, String found) {
    assertThat(command.run("get", text)).isEqualTo(2);
    assertThat(command.err())
        .contains("Expected the address of an object, store/id#encoding;length=n")
        .contains("such as redis://localhost:6379/frames/4k9x#bytes;length=1024")
        .contains(found);
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
  void withoutACommandTheCommandsAreNamed() {
    assertThat(command.run()).isEqualTo(2);
    assertThat(command.err()).contains("Expected one of put, get,").contains("--help");
    assertThat(command.run("stream")).isEqualTo(2);
    assertThat(command.err()).contains("Expected one of send, tail");
    assertThat(command.answer("--help")).contains("Usage: proxystore").contains("Examples:");
  }

  @Test
  void helpIsACommandToo() {
    assertThat(command.answer("help")).isEqualTo(command.answer("--help"));
    assertThat(command.answer("help", "put")).isEqualTo(command.answer("put", "--help"));
  }

  @Test
  void anAnswerThatCannotBePrintedIsAFailure() {
    CommandLine broken = ProxystoreCommand.commandLine();
    StringWriter err = new StringWriter();
    broken.setErr(new PrintWriter(err, true));
    broken.setOut(
        new PrintWriter(
            new Writer() {
              @Override
              public void write(char[] text, int from, int length) throws IOException {
                throw new IOException("No space left on device");
              }

              @Override
              public void flush() {}

              @Override
              public void close() {}
            }));
    assertThat(broken.execute("ls", "-s", "local:unprinted")).isEqualTo(1);
    assertThat(err.toString()).contains("proxystore: Standard output takes no more.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "put -s local:x --ttl soon FILE",
        "put -s local:x --ttl 0s FILE",
        "put -s local:x --id= FILE",
        "ls -s local:x --older-than old",
        "ls -s nowhere:x:y",
        "stream tail -b redis://localhost/events?broker=stream -n -5 topic"
      })
  void aWrongValueIsAWrongArgument(String line) {
    assertThat(command.run(line.split(" "))).isEqualTo(2);
    assertThat(command.err()).startsWith("proxystore: ").contains("Try 'proxystore ");
  }

  @Test
  void whoLooksForSomethingMakesNoStore(@TempDir Path folder) {
    Path missing = folder.resolve("mistyped");
    String store = "file://" + missing;
    for (String line :
        List.of("ls -s " + store, "stats -s " + store, "get " + store + "/id#bytes;length=1")) {
      assertThat(command.run(line.split(" "))).isEqualTo(1);
      assertThat(command.err()).contains("There is no store " + store);
    }
    assertThat(missing).doesNotExist();
  }

  @Test
  void anIdCommandsNoTerminal() {
    try (Store store = Store.open("local:terminal")) {
      store.put("text", PutOptions.defaults().withId("red \u001b[31m"));
      assertThat(command.answer("ls", "-s", "local:terminal"))
          .contains("red \\u001b[31m")
          .doesNotContain("\u001b");
    }
  }
}
