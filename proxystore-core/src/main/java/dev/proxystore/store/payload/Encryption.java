package dev.proxystore.store.payload;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.serialize.Packing;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts and decrypts the objects of one store, with keys that it asks its provider for when it
 * needs them. Safe for use by several threads.
 */
final class Encryption {
  private static final long PAUSE_NANOS = 1_000_000_000;

  private final StoreAddress store;
  private final KeyProvider provider;
  private volatile @Nullable EncryptionKeys keys;
  private long askedNanos; // guarded by this
  private boolean asked;

  Encryption(StoreAddress store, KeyProvider provider) {
    this.store = store;
    this.provider = provider;
  }

  /**
   * Gets the keys to write with.
   *
   * @throws MissingKeyException if there are none
   */
  EncryptionKeys requireKeys() {
    EncryptionKeys now = keys;
    if (now == null) {
      now = ask(null).orElse(null);
      keys = now;
    }
    if (now == null) {
      throw new MissingKeyException(
          store,
          "It is set to encrypt, and this process has no keys of it: expected a file with a keyset, named by %s or the system property proxystore.%s.keyset, or a KeyProvider given to its builder."
              .formatted(
                  EnvironmentKeys.variable("proxystore." + store.name() + ".keyset"), store.name()),
          null);
    }
    return now;
  }

  byte[] encrypt(EncryptionKeys by, byte[] plain, byte[] context) {
    try {
      return by.encrypt(plain, context);
    } catch (GeneralSecurityException e) {
      throw new PayloadException(
          store, "An object of %d bytes cannot be encrypted.".formatted(plain.length), e);
    }
  }

  /**
   * The keys to read an object with.
   *
   * @throws MissingKeyException if the one that it names is not among them
   */
  EncryptionKeys requireKey(String id, int keyId) {
    EncryptionKeys now = keys;
    if (now == null || !now.has(keyId)) {
      now = askAgain(id, keyId);
    }
    if (now == null || !now.has(keyId)) {
      throw new MissingKeyException(
          store,
          id,
          "It was encrypted with the key %s, and this process has %s: put that key back into the keyset that %s or the store's KeyProvider gives, enabled. Without it the object cannot be read by anybody."
              .formatted(
                  Integer.toUnsignedString(keyId),
                  now == null ? "no keys of this store" : now,
                  EnvironmentKeys.variable("proxystore." + store.name() + ".keyset")),
          null);
    }
    return now;
  }

  private synchronized @Nullable EncryptionKeys askAgain(String id, int keyId) {
    EncryptionKeys now = keys;
    boolean known = now != null && now.has(keyId);
    if (!known && (!asked || System.nanoTime() - askedNanos >= PAUSE_NANOS)) {
      asked = true;
      askedNanos = System.nanoTime();
      now = ask(id).orElse(now);
      keys = now;
    }
    return now;
  }

  private Optional<EncryptionKeys> ask(@Nullable String id) {
    try {
      return answered(provider.keys(store));
    } catch (LinkageError e) {
      String reason =
          "Encryption needs the library com.google.crypto.tink:tink, which cannot be loaded: put it on the class path of this process.";
      throw id == null
          ? new MissingCodecException(store, reason, e)
          : new MissingCodecException(store, id, reason, e);
    } catch (RuntimeException e) {
      String reason = "Its keys cannot be had: " + e.getMessage();
      throw id == null
          ? new MissingKeyException(store, reason, e)
          : new MissingKeyException(store, id, reason, e);
    }
  }

  private Optional<EncryptionKeys> answered(Optional<EncryptionKeys> answer) {
    if (answer == null) {
      throw new IllegalStateException(
          "the KeyProvider %s answered null, expected an Optional. Let it answer Optional.empty() where it has no keys of this store."
              .formatted(provider.getClass().getName()));
    }
    return answer;
  }

  byte[] decrypt(ObjectContext object, Packing packing, byte[] encrypted) {
    int keyId = packing.keyId().orElseThrow();
    EncryptionKeys by = requireKey(object.id(), keyId);
    byte[] context = object.bytes(packing.codec().orElse(null), packing.unpackedLength());
    try {
      return by.decrypt(keyId, encrypted, context);
    } catch (GeneralSecurityException e) {
      throw new WrongKeyException(
          store,
          object.id(),
          "Expected %d bytes encrypted with the key %s for this object, and that key does not open them: this process has another key of that id, or the bytes were altered, or are those of another object."
              .formatted(encrypted.length, Integer.toUnsignedString(keyId)),
          e);
    }
  }
}
