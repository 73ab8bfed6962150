package dev.proxystore.store.payload;

import static java.util.Objects.requireNonNull;

import com.google.crypto.tink.Aead;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.KeyStatus;
import com.google.crypto.tink.KeysetHandle;
import com.google.crypto.tink.TinkJsonProtoKeysetFormat;
import com.google.crypto.tink.aead.AeadConfig;
import com.google.crypto.tink.aead.AesGcmKey;
import com.google.crypto.tink.subtle.AesGcmJce;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * AES-GCM keys of a Tink keyset: the primary one encrypts, each enabled one decrypts what names its
 * id. Needs the library {@code com.google.crypto.tink:tink}. Immutable, safe for use by several
 * threads, not serialisable; the text shows ids alone.
 */
public final class EncryptionKeys {
  private final int primaryId;
  private final Map<Integer, Aead> byId;

  private EncryptionKeys(int primaryId, Map<Integer, Aead> byId) {
    this.primaryId = primaryId;
    this.byId = byId;
  }

  /**
   * The keys of a keyset, however that was read: from a file, a key management system, or made
   * here.
   *
   * @throws IllegalArgumentException if one of them is not for AES-GCM
   */
  public static EncryptionKeys of(KeysetHandle keyset) {
    try {
      Map<Integer, Aead> byId = new TreeMap<>();
      for (int i = 0; i < keyset.size(); i++) {
        KeysetHandle.Entry each = keyset.getAt(i);
        if (each.getStatus() == KeyStatus.ENABLED) {
          byId.put(each.getId(), cipher(each));
        }
      }
      return new EncryptionKeys(keyset.getPrimary().getId(), byId);
    } catch (GeneralSecurityException | IllegalStateException e) {
      throw new IllegalArgumentException(
          "The keyset cannot be used for AES-GCM: " + e.getMessage() + ".", e);
    }
  }

  private static Aead cipher(KeysetHandle.Entry entry) throws GeneralSecurityException {
    if (entry.getKey() instanceof AesGcmKey key) {
      return AesGcmJce.create(key);
    }
    throw new IllegalArgumentException(
        "Expected keys for AES-GCM, found key %s of the kind %s: make the keyset from the template AES256_GCM."
            .formatted(
                Integer.toUnsignedString(entry.getId()),
                entry.getKey().getClass().getSimpleName()));
  }

  /**
   * Reads a keyset in Tink's JSON format that is not encrypted itself, as {@code tinkey
   * create-keyset --key-template AES256_GCM} writes it. Keep the file readable for its process
   * alone.
   *
   * @throws IllegalArgumentException if the file cannot be read, or is something else
   */
  public static EncryptionKeys read(Path file) {
    requireNonNull(file, "file");
    try {
      return parse(Files.readString(file));
    } catch (IOException e) {
      throw unusable(file, "it cannot be read (%s).".formatted(e.getClass().getSimpleName()));
    } catch (IllegalArgumentException e) {
      throw unusable(file, String.valueOf(e.getMessage()));
    }
  }

  private static IllegalArgumentException unusable(Path file, String reason) {
    return new IllegalArgumentException(
        "The file %s holds no keyset that can be used: %s".formatted(file, reason));
  }

  private static EncryptionKeys parse(String json) {
    KeysetHandle keyset;
    try {
      AeadConfig.register();
      keyset = TinkJsonProtoKeysetFormat.parseKeyset(json, InsecureSecretKeyAccess.get());
    } catch (GeneralSecurityException | RuntimeException e) {
      // Without the cause: what a reader of JSON says may show what it read.
      throw new IllegalArgumentException(
          "expected Tink's JSON format, unencrypted, found something else.");
    }
    return of(keyset);
  }

  int primaryId() {
    return primaryId;
  }

  boolean has(int id) {
    return byId.containsKey(id);
  }

  byte[] encrypt(byte[] plain, byte[] context) throws GeneralSecurityException {
    return cipher(primaryId).encrypt(plain, context);
  }

  byte[] decrypt(int id, byte[] encrypted, byte[] context) throws GeneralSecurityException {
    return cipher(id).decrypt(encrypted, context);
  }

  private Aead cipher(int id) throws GeneralSecurityException {
    @Nullable Aead cipher = byId.get(id);
    if (cipher == null) {
      throw new GeneralSecurityException("no key " + Integer.toUnsignedString(id));
    }
    return cipher;
  }

  /** The ids of the keys that can be used, as Tink writes them. */
  public Set<String> ids() {
    return byId.keySet().stream()
        .map(Integer::toUnsignedString)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** The ids; no key. */
  @Override
  public String toString() {
    return "EncryptionKeys[primary %s of %s]".formatted(Integer.toUnsignedString(primaryId), ids());
  }
}
