package dev.proxystore.flink;

import static dev.proxystore.flink.testutils.Jobs.results;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.proxystore.flink.testutils.Jobs;
import dev.proxystore.flink.testutils.TestStore;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Packing;
import dev.proxystore.store.Store;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.store.payload.Compression;
import dev.proxystore.store.payload.MissingKeyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A job gets how its store compresses and encrypts, and its processes have the keys. */
@Timeout(60)
class EncryptedStoreITCase {
  @RegisterExtension static final MiniClusterExtension CLUSTER = Jobs.cluster();

  private static final List<String> TEXTS =
      IntStream.range(0, 50).mapToObj(i -> ("letter " + i + " ").repeat(500)).toList();

  private final TestStore server = TestStore.start();
  private final String property = "proxystore." + server.address().name() + ".keyset";
  private final StoreConfig config =
      Store.builder(server.config()).compression(Compression.LZ4).encryption().toConfig();

  @AfterEach
  void forgetKeys() {
    System.clearProperty(property);
    server.close();
  }

  private DataStream<String> job() {
    var environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setParallelism(2);
    var proxies =
        ProxyStreams.put(environment.fromData(TEXTS, Types.STRING), config)
            .filter(EncryptedStoreITCase::isPacked);
    return ProxyStreams.resolve(proxies.rebalance(), text -> text, Types.STRING);
  }

  private static boolean isPacked(Proxy<String> proxy) {
    Packing packing = ((StoreFactory<?>) proxy.factory()).key().descriptor().packing();
    return packing.codec().isPresent() && packing.keyId().isPresent();
  }

  @Test
  void operatorsPutAndResolveThroughACompressedAndEncryptedStore(@TempDir Path folder)
      throws Exception {
    AeadConfig.register();
    KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
    Path file = folder.resolve("keys.json");
    Files.writeString(
        file, TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get()));
    System.setProperty(property, file.toString());
    assertThat(results(job())).containsExactlyInAnyOrderElementsOf(TEXTS);
    assertThat(server.ids()).isEmpty();
  }

  @Test
  void aJobWithoutKeysFailsAndPutsNothing() {
    assertThatThrownBy(() -> results(job()))
        .hasStackTraceContaining(MissingKeyException.class.getName());
    assertThat(server.ids()).isEmpty();
  }
}
