package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.proxystore.connector.Key;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.Store;
import dev.proxystore.store.future.ProxyFuture;
import dev.proxystore.store.payload.Compression;
import dev.proxystore.store.payload.EncryptionKeys;
import dev.proxystore.store.payload.KeyProvider;
import dev.proxystore.store.payload.MissingKeyException;
import java.io.ByteArrayInputStream;
import java.util.Optional;
import java.util.Random;
import net.jpountz.lz4.LZ4FrameInputStream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import redis.clients.jedis.Jedis;

/** Compressed and encrypted objects in Redis, whole and in parts. */
final class RedisPayloadIT {
  private static final String TEXT = "a line of a letter\n".repeat(10_000);

  @AutoClose private static final RedisServer server = RedisServer.start();

  private static KeyProvider newKeys() throws Exception {
    AeadConfig.register();
    KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
    return KeyProvider.of(EncryptionKeys.of(keyset));
  }

  private static byte[] stored(Key key) {
    try (Jedis jedis = new Jedis(RedisServer.HOST, server.port())) {
      String name = TestObjects.address(server).replaceFirst(".*/", "");
      return jedis.get((name + ":" + key.id()).getBytes(UTF_8));
    }
  }

  @Test
  void whatLz4CompressedIsAFrameThatOtherProgramsRead() throws Exception {
    try (Store store =
        Store.builder(TestObjects.address(server)).compression(Compression.LZ4).build()) {
      Key key = store.put(TEXT);
      byte[] stored = stored(key);
      assertThat(stored).hasSize((int) key.length()).hasSizeLessThan(TEXT.length() / 4);
      try (var in = new LZ4FrameInputStream(new ByteArrayInputStream(stored))) {
        assertThat(new String(in.readAllBytes(), UTF_8)).isEqualTo(TEXT);
      }
      assertThat(store.get(key, String.class)).hasValue(TEXT);
    }
  }

  @Test
  void encryptedObjectsComeBackAlsoInPartsAndStayWhereAReaderHasNoKey() throws Exception {
    try (Store store =
            Store.builder(TestObjects.address(server))
                .connectorOption("chunk-size", "1mb")
                .compression(Compression.ZSTD)
                .encryption(newKeys())
                .withoutCache()
                .build();
        Store stranger =
            Store.builder(TestObjects.address(server)).keys(any -> Optional.empty()).build()) {
      byte[] large = new byte[3 << 20];
      new Random(5).nextBytes(large);
      Key inParts = store.put(large);
      Key small = store.put(TEXT);
      assertThat(store.get(inParts, byte[].class)).hasValue(large);
      assertThat(store.get(small, String.class)).hasValue(TEXT);
      assertThat(new String(stored(small), ISO_8859_1)).doesNotContain("letter");
      assertThatThrownBy(() -> stranger.get(small, String.class))
          .isInstanceOf(MissingKeyException.class);
      assertThat(store.<String>proxyFromKey(small, OnResolve.EVICT).resolve()).isEqualTo(TEXT);
      assertThat(store.exists(small)).isFalse();
      ProxyFuture<String> future = store.future();
      future.complete(TEXT);
      assertThat(future.proxy().resolve()).isEqualTo(TEXT);
      assertThat(new String(stored(future.key()), ISO_8859_1)).doesNotContain("letter");
    }
  }
}
