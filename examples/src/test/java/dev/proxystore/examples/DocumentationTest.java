package dev.proxystore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the texts of the project against its code. */
final class DocumentationTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();

  /** A Java block that a comment names a source file for. */
  private static final Pattern SAMPLE =
      Pattern.compile("<!-- sample: (\\S+) -->\\n+```java\\n(.*?)```", Pattern.DOTALL);

  private static final Pattern MARKED =
      Pattern.compile("// sample: begin\\n(.*?) *// sample: end", Pattern.DOTALL);
  private static final Pattern IMPORTS = Pattern.compile("(?s).*\\nimport [^\\n]*\\n\\n");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");

  static Stream<Path> texts() throws IOException {
    try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
      List<Path> all = docs.filter(file -> file.toString().endsWith(".md")).toList();
      return Stream.concat(
          Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(ROOT::resolve),
          all.stream());
    }
  }

  @ParameterizedTest
  @MethodSource("texts")
  void samplesAreWordForWordThoseThatAreCompiled(Path text) throws IOException {
    assertThat(SAMPLE.matcher(Files.readString(text)).results())
        .allSatisfy(
            found ->
                assertThat(found.group(2).strip()).isEqualTo(source(ROOT.resolve(found.group(1)))));
  }

  /** What stands between the markers; in a file without any, all behind the imports. */
  private static String source(Path file) throws IOException {
    String code = Files.readString(file);
    return MARKED
        .matcher(code)
        .results()
        .findFirst()
        .map(marked -> marked.group(1).stripIndent().strip())
        .orElseGet(() -> IMPORTS.matcher(code).replaceFirst("").strip());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void linksLeadToFilesThatAreThere(Path text) throws IOException {
    assertThat(LINK.matcher(Files.readString(text)).results())
        .allSatisfy(link -> assertThat(text.resolveSibling(link.group(1))).exists());
  }

  @ParameterizedTest
  @MethodSource("texts")
  void everyJavaBlockSaysWhichSourceItIsFrom(Path text) throws IOException {
    String content = Files.readString(text);
    assertThat(SAMPLE.matcher(content).results())
        .hasSize(content.split("```java\n", -1).length - 1);
  }
}
