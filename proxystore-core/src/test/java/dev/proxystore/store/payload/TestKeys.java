package dev.proxystore.store.payload;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.aead.AesGcmParameters;
import com.google.crypto.tink.util.SecretBytes;
import java.security.GeneralSecurityException;
import java.util.List;

/** Keysets of keys with ids that a test chooses. */
@AccessesPartialKey
public final class TestKeys {
  private TestKeys() {}

  /** New keys; the first one encrypts. */
  public static KeysetHandle keyset(int... ids) {
    return keyset(List.of(), ids);
  }

  /** New keys, the first of which encrypts, beside those of older keysets. */
  public static KeysetHandle keyset(List<KeysetHandle> older, int... ids) {
    try {
      KeysetHandle.Builder builder = KeysetHandle.newBuilder();
      for (int i = 0; i < ids.length; i++) {
        var entry = KeysetHandle.importKey(key(ids[i]));
        builder.addEntry(i == 0 ? entry.makePrimary() : entry);
      }
      for (KeysetHandle each : older) {
        for (int i = 0; i < each.size(); i++) {
          builder.addEntry(KeysetHandle.importKey(each.getAt(i).getKey()));
        }
      }
      return builder.build();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static AesGcmKey key(int id) throws GeneralSecurityException {
    AesGcmParameters parameters =
        AesGcmParameters.builder()
            .setKeySizeBytes(32)
            .setIvSizeBytes(12)
            .setTagSizeBytes(16)
            .setVariant(AesGcmParameters.Variant.TINK)
            .build();
    return AesGcmKey.builder()
        .setParameters(parameters)
        .setIdRequirement(id)
        .setKeyBytes(SecretBytes.randomBytes(32))
        .build();
  }

  public static EncryptionKeys of(KeysetHandle keyset) {
    return EncryptionKeys.of(keyset);
  }

  public static String json(KeysetHandle keyset) {
    try {
      AeadConfig.register();
      return TinkJsonProtoKeysetFormat.serializeKeyset(keyset, InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
