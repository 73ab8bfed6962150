package dev.proxystore.store.payload;

import static java.util.Objects.requireNonNull;

import dev.proxystore.connector.StoreAddress;
import java.util.Optional;

/**
 * Where the process that opens a store takes the keys from that its objects are encrypted with.
 * Keys never travel, so each process that puts or resolves has a provider of its own; by default
 * the environment.
 *
 * <p>Implementations are safe for use by several threads. They are asked when a store that encrypts
 * is opened, when the first encrypted object is read, and again, at most once a second, when an
 * object names a key that was not among those: so that a process which only reads learns of new
 * keys while it runs.
 */
@FunctionalInterface
public interface KeyProvider {

  /** The keys of a store, or empty if this process has none of it. */
  Optional<EncryptionKeys> keys(StoreAddress store);

  /** The same keys for every store. */
  static KeyProvider of(EncryptionKeys keys) {
    requireNonNull(keys, "keys");
    return store -> Optional.of(keys);
  }

  /**
   * The environment of this process, which names a file with a {@linkplain EncryptionKeys#read
   * keyset}. For a store named {@code frames} these are asked in this order: the system property
   * {@code proxystore.frames.keyset}, the variable {@code PROXYSTORE_FRAMES_KEYSET}, {@code
   * proxystore.keyset} and {@code PROXYSTORE_KEYSET}.
   */
  static KeyProvider environment() {
    return EnvironmentKeys.INSTANCE;
  }
}
