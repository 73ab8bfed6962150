package dev.proxystore.redis.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;

/**
 * A key and a certificate that signs itself, made for one test by the JDK's {@code keytool}: as PEM
 * files for a server, and as a trust store for its clients.
 */
public final class TestCertificates {
  private static final char[] PASSWORD = "only-for-this-test".toCharArray();
  private static final String ALIAS = "server";

  private final Path folder;

  private TestCertificates(Path folder) {
    this.folder = folder;
  }

  /**
   * Makes a key and a certificate.
   *
   * @param folder where the PEM files go
   * @param names whom the certificate is for, such as {@code ip:127.0.0.1}
   */
  public static TestCertificates generate(Path folder, String names) {
    Path store = folder.resolve("keys.p12");
    runKeytool(store, names);
    try {
      KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
      byte[] key = keys.getKey(ALIAS, PASSWORD).getEncoded();
      writePem(folder.resolve("server.key"), "PRIVATE KEY", key);
      byte[] certificate = keys.getCertificate(ALIAS).getEncoded();
      writePem(folder.resolve("server.crt"), "CERTIFICATE", certificate);
      TestCertificates certificates = new TestCertificates(folder);
      certificates.trust(keys.getCertificate(ALIAS));
      return certificates;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void runKeytool(Path store, String names) {
    String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
    ProcessBuilder command =
        new ProcessBuilder(
            keytool,
            "-genkeypair",
            "-alias",
            ALIAS,
            "-keyalg",
            "EC",
            "-groupname",
            "secp256r1",
            "-dname",
            "CN=proxystore-test",
            "-ext",
            "san=" + names,
            "-validity",
            "2",
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            new String(PASSWORD));
    try {
      Process process =
          command.redirectErrorStream(true).redirectOutput(folderLog(store).toFile()).start();
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool failed: " + Files.readString(folderLog(store)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while keytool ran.", e);
    }
  }

  private static Path folderLog(Path store) {
    return store.resolveSibling("keytool.log");
  }

  private static void writePem(Path file, String type, byte[] content) throws IOException {
    String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
    Files.writeString(
        file, "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n".formatted(type, lines));
  }

  private void trust(Certificate certificate) throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry(ALIAS, certificate);
    try (OutputStream out = Files.newOutputStream(trustStore())) {
      trusted.store(out, PASSWORD);
    }
  }

  Path key() {
    return folder.resolve("server.key");
  }

  Path certificate() {
    return folder.resolve("server.crt");
  }

  /** A trust store in PKCS #12, for clients that are configured with a file. */
  public Path trustStore() {
    return folder.resolve("trust.p12");
  }

  /** The password of the trust store. */
  public String trustStorePassword() {
    return new String(PASSWORD);
  }
}
