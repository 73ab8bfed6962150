package dev.proxystore.redis;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorContract;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.Credentials;
import dev.proxystore.connector.CredentialsProvider;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.redis.testing.RedisServer;
import dev.proxystore.redis.testing.TestCertificates;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** Over TLS, as a user that may do no more than the documentation of the connector asks for. */
final class RedisTlsIT extends ConnectorContract {
  private static final String RIGHTS =
      "~contract:* ~contract/* +get +set +getdel +getrange +exists +unlink +persist +pexpire +ping";

  private static RedisServer server;
  private static CredentialsProvider provider;

  @BeforeAll
  static void startServer(@TempDir Path folder) {
    TestCertificates certificates = TestCertificates.generate(folder, "ip:127.0.0.1");
    server = RedisServer.builder().tls(certificates).user("app", "s3cret", RIGHTS).start();
    SSLContext context = certificates.clientContext();
    provider =
        new CredentialsProvider() {
          @Override
          public Optional<Credentials> credentials(StoreAddress address) {
            return Optional.of(Credentials.of("app", "s3cret"));
          }

          @Override
          public Optional<SSLContext> sslContext(StoreAddress address) {
            return Optional.of(context);
          }
        };
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @Override
  protected Connector open() {
    return Connectors.open(
        StoreAddress.parse("rediss://" + server.hostAndPort() + "/contract"),
        ConnectorOptions.of(Map.of(RedisOptions.CHUNK_SIZE, "1mb")).withCredentials(provider));
  }
}
