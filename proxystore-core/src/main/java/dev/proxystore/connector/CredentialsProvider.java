package dev.proxystore.connector;

import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * Where the process that opens a store takes its secrets from. They never travel, so each process
 * that resolves a proxy has a provider of its own; by default the environment.
 *
 * <p>Implementations are safe for use by several threads and are asked each time that a store is
 * opened.
 */
public interface CredentialsProvider {

  /** Who to log in as, or empty to log in as nobody. */
  Optional<Credentials> credentials(StoreAddress address);

  /**
   * Whom to trust, and the own certificate, for addresses with TLS; empty for the JVM's default.
   */
  default Optional<SSLContext> sslContext(StoreAddress address) {
    return Optional.empty();
  }

  /**
   * The environment of this process. For a store named {@code frames} it asks, in this order: the
   * system property {@code proxystore.frames.password}, the variable {@code
   * PROXYSTORE_FRAMES_PASSWORD}, {@code proxystore.password} and {@code PROXYSTORE_PASSWORD}; and
   * the same for {@code username}, {@code truststore}, {@code truststore-password}, {@code
   * keystore} and {@code keystore-password} (files in PKCS #12 or JKS; in variables a hyphen is an
   * underscore).
   */
  static CredentialsProvider environment() {
    return EnvironmentCredentials.INSTANCE;
  }
}
