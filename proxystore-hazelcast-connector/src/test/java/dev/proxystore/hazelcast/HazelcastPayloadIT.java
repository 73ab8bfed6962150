package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.proxystore.connector.Key;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.Store;
import dev.proxystore.store.future.ProxyFuture;
import dev.proxystore.store.payload.Compression;
import dev.proxystore.store.payload.EncryptionKeys;
import dev.proxystore.store.payload.KeyProvider;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Compressed and encrypted objects in Hazelcast, whole and in parts. */
final class HazelcastPayloadIT {
  private static final String TEXT = "a line of a letter\n".repeat(10_000);

  @Test
  void compressedAndEncryptedObjectsComeBackAlsoInParts() throws Exception {
    AeadConfig.register();
    KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
    try (HazelcastMember member = HazelcastMember.start();
        Store store =
            Store.builder(member.store("letters"))
                .connectorOption("chunk-size", "1mb")
                .compression(Compression.LZ4)
                .encryption(KeyProvider.of(EncryptionKeys.of(keyset)))
                .withoutCache()
                .build()) {
      byte[] large = new byte[3 << 20];
      new Random(5).nextBytes(large);
      Key inParts = store.put(large);
      Key small = store.put(TEXT);
      assertThat(small.length()).isLessThan(TEXT.length() / 4);
      assertThat(store.get(inParts, byte[].class)).hasValue(large);
      assertThat(store.<String>proxyFromKey(small, OnResolve.EVICT).resolve()).isEqualTo(TEXT);
      assertThat(store.exists(small)).isFalse();
      ProxyFuture<String> future = store.future();
      future.complete(TEXT);
      assertThat(future.proxy().resolve()).isEqualTo(TEXT);
    }
  }
}
