package dev.proxystore.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.store.payload.Compression;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class StoreConfigTest {

  private static StoreConfig everyValueChanged() {
    return Store.builder("local:frames")
        .cacheSize(3)
        .cacheBytes(1000)
        .timeToLive(Duration.ofMinutes(5))
        .withoutChecksums()
        .compression(Compression.LZ4)
        .compressFrom(2000)
        .allow(Path.class, String[][].class)
        .allow("com.acme.*")
        .connectorOption("timeout", "5s")
        .toConfig();
  }

  private static StoreConfig shipped(StoreConfig config) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(config);
    }
    try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return (StoreConfig) in.readObject();
    }
  }

  @Test
  void theDefaultsAreAsDocumented() {
    StoreConfig config = Store.builder("local:frames").toConfig();
    assertThat(config).isEqualTo(StoreConfig.of("local:frames"));
    assertThat(config.address()).isEqualTo(StoreAddress.parse("local:frames"));
    assertThat(config.cacheSize()).isEqualTo(16);
    assertThat(config.cacheBytes()).isEqualTo(64 << 20);
    assertThat(config.timeToLive()).isZero();
    assertThat(config.checksums()).isTrue();
    assertThat(config.payload().compression()).isEqualTo(Compression.NONE);
    assertThat(config.payload().compressFrom()).isEqualTo(1024);
    assertThat(config.payload().encrypted()).isFalse();
    assertThat(config.allowed()).isEmpty();
    assertThat(config.connectorOptions()).isEmpty();
  }

  @Test
  void everyValueCanBeChanged() {
    StoreConfig config = everyValueChanged();
    assertThat(config.cacheSize()).isEqualTo(3);
    assertThat(config.cacheBytes()).isEqualTo(1000);
    assertThat(config.timeToLive()).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.checksums()).isFalse();
    assertThat(config.payload().compression()).isEqualTo(Compression.LZ4);
    assertThat(config.payload().compressFrom()).isEqualTo(2000);
    assertThat(config.allowed())
        .isEqualTo(Set.of("java.nio.file.Path", "java.lang.String", "com.acme.*"));
    assertThat(config.connectorOptions()).isEqualTo(Map.of("timeout", "5s"));
    assertThat(Store.builder("local:x").withoutCache().toConfig().cacheSize()).isZero();
  }

  @Test
  void itIsShippedAndBuiltFromWithoutLoss() throws Exception {
    StoreConfig config = everyValueChanged();
    assertThat(shipped(config)).isEqualTo(config);
    assertThat(Store.builder(config).toConfig()).isEqualTo(config);
  }

  @Test
  void twoStoresOfOneConfigSeeTheSameObjects(@TempDir Path folder) throws Exception {
    try (Store first = Store.open(folder.toUri() + "frames");
        Store second = Store.fromConfig(shipped(first.config()))) {
      Key key = first.put("value");
      assertThat(second.get(key, String.class)).hasValue("value");
      assertThat(second.config()).isEqualTo(first.config());
    }
  }

  @Test
  void itSaysItsSettingsInWords() {
    assertThat(everyValueChanged())
        .hasToString(
            "StoreConfig[local:frames, cache 3 objects 1000 bytes, timeToLive PT5M, checksums"
                + " false, LZ4 from 2000 bytes, unencrypted, allowed [com.acme.*, java.lang.String, java.nio.file.Path],"
                + " {timeout=5s}]");
  }

  @Test
  void impossibleBoundsAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Store.builder("local:x").cacheSize(-1).toConfig())
        .withMessageContaining("-1 objects");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Store.builder("local:x").cacheBytes(-2).toConfig())
        .withMessageContaining("-2 bytes");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Store.builder("local:x").compressFrom(-3))
        .withMessageContaining("found -3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT0S", "PT-1S", "PT900000000000H"})
  void impossibleTimesToLiveAreRefused(String time) {
    Duration duration = Duration.parse(time);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Store.builder("local:x").timeToLive(duration))
        .withMessageContaining("up to 100 years, found " + duration);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PutOptions.defaults().withTimeToLive(duration));
  }

  @Test
  void aSecretAmongTheOptionsIsRefusedWithoutBeingShown() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Store.builder("local:x").connectorOption("password", "hunter2").toConfig())
        .withMessageContaining("'password'")
        .withMessageContaining("PROXYSTORE_PASSWORD")
        .satisfies(e -> assertThat(e).message().doesNotContain("hunter2"));
  }
}
