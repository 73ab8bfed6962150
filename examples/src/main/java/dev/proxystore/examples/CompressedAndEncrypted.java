package dev.proxystore.examples;

import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.PredefinedAeadParameters;
import dev.proxystore.connector.Key;
import dev.proxystore.store.Store;
import dev.proxystore.store.payload.Compression;
import dev.proxystore.store.payload.EncryptionKeys;
import dev.proxystore.store.payload.KeyProvider;
import dev.proxystore.store.payload.MissingKeyException;
import java.security.GeneralSecurityException;
import java.util.Optional;

/** Objects that take less room in their store, and that nobody reads there. */
public final class CompressedAndEncrypted {
  private CompressedAndEncrypted() {}

  public static void main(String[] arguments) throws GeneralSecurityException {
    // sample: begin
    AeadConfig.register(); // only to make keys here; who reads them from a file needs it not
    // As a file would hold it: tinkey create-keyset --key-template AES256_GCM
    KeysetHandle keyset = KeysetHandle.generateNew(PredefinedAeadParameters.AES256_GCM);
    KeyProvider keys = KeyProvider.of(EncryptionKeys.of(keyset));

    try (Store store =
            Store.builder("local:letters").compression(Compression.LZ4).encryption(keys).build();
        Store stranger = Store.builder("local:letters").keys(s -> Optional.empty()).build()) {
      Key key = store.put("Dear friend, ".repeat(1000));
      System.out.println("Of 13000 bytes are stored fewer than 1000: " + (key.length() < 1000));
      System.out.println(store.get(key, String.class).orElseThrow().substring(0, 11));
      try {
        stranger.get(key, String.class);
      } catch (MissingKeyException e) {
        System.out.println("No key, no letter; it stays: " + store.exists(key));
      }
    }
    // sample: end
  }
}
