package dev.proxystore.examples;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The command {@code bin/example}. */
final class ExampleScriptIT {
  private static final Path SCRIPT = Path.of("").toAbsolutePath().resolveSibling("bin/example");

  @Test
  void withoutANameTheExamplesAreListed() throws Exception {
    assertThat(run(0))
        .contains("AllowOwnClasses", "ExpiringObjects", "FlinkQuickStart", "QuickStart")
        .contains("ResolveElsewhere", "RouteByMetadata")
        .doesNotContain("package-info");
  }

  @Test
  void anExampleRunsAndPrintsNothingElse() throws Exception {
    assertThat(run(0, "QuickStart").lines())
        .containsExactly("Fetched yet: false", "Bytes: 1048576");
  }

  @Test
  void aNameThatIsNoExampleIsRefused() throws Exception {
    assertThat(run(1, "Nothing")).contains("There is no example Nothing.");
    assertThat(run(1, "demo/DemoCommand")).contains("expected the name of an example");
  }

  private static String run(int status, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(SCRIPT.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isEqualTo(status);
    return output;
  }
}
