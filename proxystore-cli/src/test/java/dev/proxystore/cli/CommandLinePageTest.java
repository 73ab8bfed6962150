package dev.proxystore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/**
 * The help in docs/command-line.md is what the commands print. To write it anew: {@code ./mvnw -pl
 * proxystore-cli -am test -Dtest=CommandLinePageTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dproxystore.docs.write=true}.
 */
final class CommandLinePageTest {
  private static final Path PAGE = Path.of("..", "docs", "command-line.md");
  private static final String BEGIN = "<!-- generated: begin -->\n";
  private static final String END = "<!-- generated: end -->";

  private static String reference() {
    StringBuilder text = new StringBuilder();
    append(ProxystoreCommand.commandLine(), text);
    return text.toString();
  }

  private static void append(CommandLine command, StringBuilder text) {
    text.append("\n### `")
        .append(command.getCommandSpec().qualifiedName())
        .append("`\n\n```text\n");
    command
        .getUsageMessage(Ansi.OFF)
        .lines()
        .forEach(line -> text.append(line.stripTrailing()).append('\n'));
    text.append("```\n");
    command.getSubcommands().values().forEach(each -> append(each, text));
  }

  @Test
  void thePageIsWhatTheCommandsPrint() throws Exception {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    if (Boolean.getBoolean("proxystore.docs.write")) {
      page = page.substring(0, begin) + reference() + "\n" + page.substring(end);
      Files.writeString(PAGE, page);
      end = page.indexOf(END);
    }
    assertThat(page.substring(begin, end))
        .as("-Dproxystore.docs.write=true writes it anew")
        .isEqualTo(reference() + "\n");
  }
}
