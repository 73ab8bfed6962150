package dev.proxystore.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.combined.CombinedAddress;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.payload.Compression;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stores as files, maps and URIs describe them. */
final class StoreConfigsTest {
  private static final String YAML =
      """
      stores:
        frames:
          address: local:frames
          cache:
            size: 3
            bytes: 1mb
          time-to-live: 10min
          checksums: false
          compression: lz4
          compress-from: 4kb
          encryption: true
          allowed-classes: [com.acme.Track, com.acme.model.*]
        others:
          address: local:others
      """;
  private static final String PROPERTIES =
      """
      stores.frames.address=local:frames
      stores.frames.cache.size=3
      stores.frames.cache.bytes=1mb
      stores.frames.time-to-live=10min
      stores.frames.checksums=false
      stores.frames.compression=lz4
      stores.frames.compress-from=4kb
      stores.frames.encryption=true
      stores.frames.allowed-classes=com.acme.Track, com.acme.model.*
      stores.others.address=local:others
      """;

  @TempDir Path folder;

  private static StoreConfig frames() {
    return Store.builder("local:frames")
        .cacheSize(3)
        .cacheBytes(1 << 20)
        .timeToLive(Duration.ofMinutes(10))
        .withoutChecksums()
        .compression(Compression.LZ4)
        .compressFrom(4096)
        .encryption()
        .allow("com.acme.Track", "com.acme.model.*")
        .toConfig();
  }

  private StoreConfigs file(String name, String content) throws IOException {
    return StoreConfigs.fromFile(Files.writeString(folder.resolve(name), content));
  }

  @ParameterizedTest
  @CsvSource({"stores.yaml", "stores.yml", "stores.properties"})
  void aFileSaysWhatABuilderSays(String name) throws IOException {
    StoreConfigs read = file(name, name.endsWith("s") ? PROPERTIES : YAML);
    assertThat(read.names()).containsExactly("frames", "others");
    assertThat(read.get("frames")).isEqualTo(frames());
    assertThat(read.get("others")).isEqualTo(StoreConfig.of("local:others"));
  }

  @Test
  void aUriSaysTheSameAndItsAddressIsWhatRemains() {
    assertThat(
            StoreConfigs.parse(
                "local:frames?store.cache.size=3&store.cache.bytes=1mb&store.time-to-live=10min&store.checksums=false&store.compression=lz4&store.compress-from=4kb&store.encryption=true&store.allowed-classes=com.acme.Track%2Ccom.acme.model.*"))
        .isEqualTo(frames());
    assertThat(
            StoreConfigs.parse("file:/data/frames?a=b&store.cache.size=1&c").address().toString())
        .isEqualTo("file:/data/frames?a=b&c");
  }

  @Test
  void anAddressInAUriIsItself() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> StoreConfigs.parse("local:frames?store.address=local:others"))
        .withMessageContaining("store.address is no option of a store");
  }

  @Test
  void everyOptionGoesThereAndBack() {
    StoreConfig store =
        Store.builder(CombinedAddress.multi("both").with("a", "local:a").address().toString())
            .cacheSize(0)
            .timeToLive(Duration.ofSeconds(90))
            .allow("com.acme.*")
            .connectorOption("a.max-size", "1mb")
            .toConfig();
    for (StoreConfig each : List.of(store, frames(), StoreConfig.of("local:plain"))) {
      Map<String, String> entries = new TreeMap<>();
      StoreConfigs.toMap(each).forEach((key, value) -> entries.put("stores.s." + key, value));
      assertThat(StoreConfigs.fromMap(entries).get("s")).isEqualTo(each);
    }
    assertThat(StoreConfigs.toMap(frames()).keySet())
        .as("each option of this class is in the example")
        .containsAll(StoreOption.keys());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "stores.s.cache.sze|1|s.cache.sze is no option of a store. Did you mean 'cache.size'?",
        "stores.s.cache.size|many|s.cache.size is 'many', expected whole number",
        "stores.s.cache.bytes|3 apples|s.cache.bytes is '3 apples', expected size",
        "stores.s.time-to-live|soon|s.time-to-live is 'soon', expected duration",
        "stores.s.time-to-live|-5s|s.time-to-live is '-5s', expected duration",
        "stores.s.checksums|yes|s.checksums is 'yes', expected true or false",
        "stores.s.cache.size|-1|configuration: stores.s.cache.size is '-1', expected whole number: 0 or more.",
        "stores.s.cache.size|x|s.cache.size is 'x', expected whole number.",
        "stores.s.cache|4|configuration: stores.s.cache is no option of a store. Did you mean 'cache.bytes'?",
        "stores.s.allowed-classes|a b;;|s.allowed-classes is 'a b;;', expected names: 'a b;;' allows nothing",
        "stores.s.compression|gzip|s.compression is 'gzip', expected none, lz4 or zstd",
        "stores.s.connector.max-sise|1|s.connector.max-sise is no option of the connector of local:s",
        "stores.s.password|x|would hold a secret",
        "stores.s.connector.password|x|would hold a secret",
        "stores.s|x|with a value of its own",
        "storse.s.address|x|expected keys such as 'stores.frames.address'",
      })
  void whatNoStoreHasIsRefusedWithTheKeyAndWhatIsMeant(String key, String value, String message) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> StoreConfigs.fromMap(Map.of("stores.s.address", "local:s", key, value)))
        .withMessageContaining(message);
  }

  @Test
  void errorsNameTheFileAndTheLineWhereThatIsKnown() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> file("broken.yaml", "stores:\n  a: [1\n"))
        .withMessageContaining("broken.yaml")
        .withMessageContaining("line 3");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> file("bad.yaml", "stores:\n  a:\n    address: nonsense\n"))
        .withMessageContaining("bad.yaml: stores.a.address is wrong");
    for (String option : List.of("cache: 4", "cache.size: -1")) {
      assertThatExceptionOfType(ConfigException.class)
          .isThrownBy(
              () -> file("off.yaml", "stores:\n  a:\n    address: local:a\n    " + option + "\n"))
          .withMessageContaining("off.yaml: stores.a.cache");
    }
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> file("none.yaml", "stores:\n  a:\n    adress: local:a\n"))
        .withMessageContaining("none.yaml says no stores.a.address")
        .withMessageContaining("Did you mean 'address'?");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> file("empty.yaml", "stores:\n  a:\n"))
        .withMessageContaining("'stores.a' without a value");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> file("text.yaml", "just text"))
        .withMessageContaining("expected keys such as 'stores:'");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> file("stores.xml", "<stores/>"))
        .withMessageContaining("expected .yaml, .yml or .properties");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> StoreConfigs.fromFile(folder.resolve("missing.yaml")))
        .withMessageContaining("There is no file")
        .withMessageContaining("missing.yaml");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "stores: &a\n  frames: *a\n",
        "stores:\n  frames: &a\n    address: local:a\n    connector: &b\n      c: {d: *b}\n"
      })
  void anAliasThatLeadsBackToItselfIsAnErrorAndNoOverflow(String text) {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> file("loop.yaml", text))
        .withMessageContaining("loop.yaml")
        .withMessageContaining("no alias that leads back to itself");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[[com.acme.A]]", "[{a: b}]", "[null]", "&a [*a]", "&a [[*a]]"})
  void aListHoldsNamesAndNothingElse(String list) {
    String text = "stores:\n  a:\n    address: local:a\n    allowed-classes: " + list + "\n";
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> file("list.yaml", text))
        .withMessageContaining("list.yaml has the key 'stores.a.allowed-classes'")
        .withMessageContaining("holds more than names");
  }

  @Test
  void spacesBehindAValueInPropertiesAreNoneOfIt() throws IOException {
    StoreConfigs read = file("s.properties", "stores.frames.address=local:frames  \t\n");
    assertThat(read.get("frames")).isEqualTo(StoreConfig.of("local:frames"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"latin.yaml", "latin.properties"})
  void aFileThatIsNotInUtf8SaysSo(String name) throws IOException {
    Path latin = folder.resolve(name);
    Files.write(latin, "stores: \u00e9".getBytes(StandardCharsets.ISO_8859_1));
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> StoreConfigs.fromFile(latin))
        .withMessageContaining(name + " cannot be read: expected text in UTF-8");
  }

  @Test
  void anOptionThatIsGivenTwiceInAUriIsRefused() {
    assertThatThrownBy(
            () -> StoreConfigs.parse("local:frames?store.cache.size=1&store.cache.size=2"))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("local:frames was given with the parameter 'store.cache.size' twice");
  }

  @Test
  void aFileCannotMakeObjectsOfClasses() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> file("evil.yaml", "stores: !!javax.script.ScriptEngineManager []\n"))
        .withMessageContaining("evil.yaml");
  }

  @Test
  void aStoreThatIsNotThereIsNamedWithTheNearest() throws IOException {
    StoreConfigs read = file("stores.yaml", YAML);
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> read.get("frame"))
        .withMessageContaining("has no store 'frame'. Did you mean 'frames'?");
  }

  @Test
  void anErrorNeverRepeatsASecretOfAnAddress() {
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(
            () -> StoreConfigs.fromMap(Map.of("stores.s.address", "redis://me:hunter2@host/s")))
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("hunter2"));
  }
}
