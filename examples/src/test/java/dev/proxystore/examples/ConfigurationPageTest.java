package dev.proxystore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.config.StoreOption;
import dev.proxystore.connector.ConnectorOption;
import dev.proxystore.connector.Connectors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * The reference in docs/configuration.md is what the code declares. To write it anew: {@code ./mvnw
 * -pl examples -am test -Dtest=ConfigurationPageTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dproxystore.docs.write=true}.
 */
final class ConfigurationPageTest {
  private static final Path PAGE =
      Path.of("").toAbsolutePath().getParent().resolve("docs/configuration.md");
  private static final String BEGIN = "<!-- generated: begin -->\n";
  private static final String END = "<!-- generated: end -->";
  private static final List<String> SCHEMES =
      List.of("local", "file", "redis", "hazelcast", "multi", "tiered");

  private static String reference() {
    StringBuilder page = new StringBuilder("### Of every store\n\n");
    page.append("| key | type | default | |\n|---|---|---|---|\n");
    page.append("| `address` | address | required | Where the objects are. |\n");
    for (StoreOption each : StoreOption.values()) {
      row(page, each.key(), each.type(), each.defaultValue(), each.description());
    }
    for (String scheme : SCHEMES) {
      List<ConnectorOption> options = Connectors.optionsOf(scheme);
      page.append("\n### Of `").append(scheme).append(":`\n\n");
      page.append(
          options.isEmpty() ? "None.\n" : "| key | type | default | |\n|---|---|---|---|\n");
      options.forEach(
          each ->
              row(
                  page,
                  "connector." + each.name().replace("*.", "PART."),
                  each.type(),
                  each.defaultValue(),
                  each.description()));
    }
    return page.toString();
  }

  private static void row(
      StringBuilder page, String key, String type, String defaultValue, String description) {
    page.append("| `%s` | %s | %s | %s |\n".formatted(key, type, code(defaultValue), description));
  }

  private static String code(String value) {
    return value.isEmpty() ? "" : "`" + value + "`";
  }

  @Test
  void theReferenceIsWhatTheCodeDeclares() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    if (Boolean.getBoolean("proxystore.docs.write")) {
      page = page.substring(0, begin) + reference() + page.substring(end);
      Files.writeString(PAGE, page);
      end = page.indexOf(END);
    }
    assertThat(page.substring(begin, end))
        .as("-Dproxystore.docs.write=true writes it anew")
        .isEqualTo(reference());
  }
}
