package dev.proxystore.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.hazelcast.HazelcastOptions;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.redis.RedisOptions;
import dev.proxystore.store.FutureOptions;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.StoreFactoryFormat;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
  private static final Pattern TEST = Pattern.compile("`(\\w+(?:Test|IT|ITCase|Contract))`");
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
        .map(marked -> marked.group(1).stripTrailing().stripIndent())
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

  @Test
  void theTestsThatTheFeatureTableNamesAreThere() throws IOException {
    Set<String> there;
    try (Stream<Path> files = Files.walk(ROOT)) {
      there =
          files
              .filter(file -> file.toString().contains("/src/test/java/"))
              .map(file -> file.getFileName().toString().replace(".java", ""))
              .collect(Collectors.toSet());
    }
    List<String> named =
        TEST.matcher(Files.readString(ROOT.resolve("docs/features.md")))
            .results()
            .map(found -> found.group(1))
            .toList();
    assertThat(named).hasSizeGreaterThan(40);
    assertThat(there).containsAll(named);
  }

  /** The table of the frame in the docs, byte for byte. */
  @Test
  void theFrameInTheFormatsIsTheOneOfTheUriThere() throws IOException {
    String formats = Files.readString(ROOT.resolve("docs/formats.md"));
    String uri = first("(?m)^(redis://\\S+)$", formats);
    String hex =
        Pattern.compile("(?m)^\\| `([0-9a-f ]+)` \\|")
            .matcher(formats)
            .results()
            .map(row -> row.group(1).replace(" ", ""))
            .collect(Collectors.joining());
    Proxy<Object> proxy = Proxy.fromUri(URI.create(uri), Object.class);
    ByteArrayOutputStream frame = new ByteArrayOutputStream();
    new StoreFactoryFormat().write(proxy.factory(), new DataOutputStream(frame));
    assertThat(hex).isEqualTo(HexFormat.of().formatHex(frame.toByteArray()));
    assertThat(formats).contains("these " + frame.size() + " bytes");
  }

  private static String first(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(pattern).isTrue();
    return matcher.group(1);
  }

  @ParameterizedTest
  @MethodSource("defaults")
  void defaultsInTheTablesAreThoseOfTheCode(String page, String row) throws IOException {
    assertThat(Files.readString(ROOT.resolve(page))).contains(row);
  }

  static Stream<Arguments> defaults() {
    return Stream.of(
        row("concepts.md", "cacheSize(objects)", StoreConfig.DEFAULT_CACHE_SIZE),
        row("concepts.md", "cacheBytes(bytes)", mebi(StoreConfig.DEFAULT_CACHE_BYTES)),
        row(
            "futures.md",
            "withTimeout(duration)",
            FutureOptions.DEFAULT_TIMEOUT.toMinutes() + " min"),
        row("connectors.md", "timeout", RedisOptions.DEFAULT_TIMEOUT.toSeconds() + " s"),
        row(
            "connectors.md",
            "connect-timeout",
            RedisOptions.DEFAULT_CONNECT_TIMEOUT.toSeconds() + " s"),
        row("connectors.md", "pool-size", RedisOptions.DEFAULT_POOL_SIZE),
        row("connectors.md", "chunk-size", mebi(RedisOptions.DEFAULT_CHUNK_SIZE)),
        row("connectors.md", "timeout", HazelcastOptions.DEFAULT_TIMEOUT.toSeconds() + " s"),
        row("connectors.md", "chunk-size", mebi(HazelcastOptions.DEFAULT_CHUNK_SIZE)),
        row("connectors.md", "in-flight", HazelcastOptions.DEFAULT_IN_FLIGHT),
        row("flink.md", "setOnResolve", "`" + ProxyPutOptions.defaults().onResolve() + "`"),
        row("flink.md", "setEncoding", "`" + ProxyPutOptions.defaults().encoding() + "`"),
        row("flink.md", "setFanOut", ProxyPutOptions.defaults().fanOut()),
        row("flink.md", "setInput", "`" + ProxyResolveOptions.defaults().input() + "`"),
        row("flink.md", "setMode", "`" + ProxyResolveOptions.defaults().mode() + "`"),
        row("flink.md", "setRelease", "`" + ProxyResolveOptions.defaults().release() + "`"),
        row("flink.md", "setMaxInFlight", ProxyResolveOptions.DEFAULT_MAX_IN_FLIGHT),
        row("flink.md", "setRetainCheckpoints", ProxyResolveOptions.DEFAULT_RETAIN_CHECKPOINTS),
        row("flink.md", "setSavepoints", "`" + ProxyResolveOptions.defaults().savepoints() + "`"),
        row(
            "flink.md",
            "setMaxBytesInFlight",
            mebi(ProxyResolveOptions.DEFAULT_MAX_BYTES_IN_FLIGHT.getBytes())));
  }

  private static Arguments row(String page, String name, Object value) {
    return Arguments.of("docs/" + page, "| `" + name + "` | " + value + " |");
  }

  private static String mebi(long bytes) {
    return bytes / (1 << 20) + " MiB";
  }
}
