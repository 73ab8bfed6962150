package dev.proxystore.flink;

import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.proxystore.config.ConfigException;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.store.StoreConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Stores that Flink's configuration describes. */
@Timeout(60)
class ConfiguredStoresITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  @Test
  void aJobTakesItsStoreFromItsConfiguration() throws Exception {
    try (TestStore server = TestStore.start()) {
      Configuration configuration = new Configuration();
      configuration.setString("proxystore.stores.texts.address", server.address().toString());
      configuration.setString("proxystore.stores.texts.time-to-live", "2 h");
      configuration.setString("proxystore.stores.texts.cache.size", "0");
      configuration.setString("proxystore.sweep.stores", "local:others");
      StreamExecutionEnvironment environment =
          StreamExecutionEnvironment.getExecutionEnvironment(configuration);
      environment.setParallelism(1);
      StoreConfig texts = ConfiguredStores.get(environment.getConfiguration(), "texts");
      assertThat(texts.timeToLive()).isEqualTo(Duration.ofHours(2));
      assertThat(texts.cacheSize()).isZero();
      var proxies = ProxyStreams.put(environment.fromData("a", "b"), texts);
      assertThat(results(ProxyStreams.resolve(proxies, text -> text + "!", Types.STRING)))
          .containsExactly("a!", "b!");
      assertThat(server.puts()).isEqualTo(2);
    }
  }

  @Test
  void aListInFlinksFileIsOne(@TempDir Path folder) throws IOException {
    Files.writeString(
        folder.resolve("config.yaml"),
        """
        proxystore.stores.texts.address: local:texts
        proxystore.stores.texts.allowed-classes: [com.acme.Track, com.acme.model.*]
        """);
    Configuration configuration = GlobalConfiguration.loadConfiguration(folder.toString());
    assertThat(ConfiguredStores.get(configuration, "texts").allowed())
        .containsExactlyInAnyOrder("com.acme.Track", "com.acme.model.*");
  }

  @Test
  void misspeltKeysAreRefusedWithTheNearest() {
    Configuration configuration = new Configuration();
    configuration.setString("proxystore.stores.texts.address", "local:texts");
    configuration.setString("proxystore.stores.texts.cache.sise", "0");
    assertThatExceptionOfType(ConfigException.class)
        .isThrownBy(() -> ConfiguredStores.get(configuration, "texts"))
        .withMessageContaining(
            "proxystore.stores.texts.cache.sise is no option of a store. Did you mean 'cache.size'?");
  }
}
