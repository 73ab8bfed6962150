package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorContract;
import dev.proxystore.connector.ConnectorException;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.connector.SummingContract;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.redis.testing.TestCertificates;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Over TLS, with secrets from the environment, as a user that may do no more than the documentation
 * of the connector asks for.
 */
final class RedisTlsIT extends ConnectorContract {
  private static final String PREFIX = "proxystore.contract.";
  private static final String RIGHTS =
      "~contract:* ~contract/* +get +set +getdel +getrange +strlen +exists +unlink +persist +pexpire +scan +ping";

  private static RedisServer server;
  private static Map<String, String> secrets;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    TestCertificates certificates = TestCertificates.generate(folder, "ip:127.0.0.1");
    server = RedisServer.builder().tls(certificates).user("app", "s3cret", RIGHTS).start();
    secrets =
        Map.of(
            PREFIX + "username",
            "app",
            PREFIX + "password",
            "s3cret",
            PREFIX + "truststore",
            certificates.trustStore().toString(),
            PREFIX + "truststore-password",
            certificates.trustStorePassword());
    secrets.forEach(System::setProperty);
  }

  @AfterAll
  static void stopServer() {
    secrets.keySet().forEach(System::clearProperty);
    server.close();
  }

  @Override
  protected Connector open() {
    return open(RedisServer.HOST);
  }

  private static Connector open(String host) {
    return Connectors.open(
        StoreAddress.parse("rediss://" + host + ":" + server.port() + "/contract"),
        ConnectorOptions.of(Map.of(RedisOptions.CHUNK_SIZE, "1mb")));
  }

  @Nested
  class Sums extends SummingContract {
    @Override
    protected Connector open() {
      return RedisTlsIT.open(RedisServer.HOST);
    }
  }

  @Test
  void aServerUnderANameThatItsCertificateDoesNotHaveIsRefused() {
    assertThatExceptionOfType(ConnectorException.class)
        .isThrownBy(() -> open("localhost"))
        .withMessageStartingWith("The store rediss://localhost:" + server.port() + "/contract")
        .withMessageContaining("No name matching localhost found");
  }
}
