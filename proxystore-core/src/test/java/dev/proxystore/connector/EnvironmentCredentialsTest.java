package dev.proxystore.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EnvironmentCredentialsTest {
  private static final StoreAddress ADDRESS = StoreAddress.parse("redis://host/secured");

  private final CredentialsProvider environment = CredentialsProvider.environment();
  private final List<String> set = new ArrayList<>();

  private void set(String property, Object value) {
    System.setProperty(property, value.toString());
    set.add(property);
  }

  @AfterEach
  void clear() {
    set.forEach(System::clearProperty);
  }

  @Test
  void withoutAnyThereIsNobodyToLogInAsAndNobodyElseToTrust() {
    assertThat(environment.credentials(ADDRESS)).isEmpty();
    assertThat(environment.sslContext(ADDRESS)).isEmpty();
  }

  @Test
  void theNameOfTheStoreGoesBeforeTheRest() {
    set("proxystore.password", "for all");
    assertThat(environment.credentials(ADDRESS))
        .hasValueSatisfying(
            found -> {
              assertThat(found.username()).isEmpty();
              assertThat(found.password()).isEqualTo("for all");
            });
    set("proxystore.secured.password", "for one");
    set("proxystore.username", "me");
    assertThat(environment.credentials(ADDRESS))
        .hasValueSatisfying(
            found -> {
              assertThat(found.username()).hasValue("me");
              assertThat(found.password()).isEqualTo("for one");
            });
  }

  @Test
  void whereHostsAreSetOnlyTheyGetThePassword() {
    set("proxystore.secured.password", "hunter2");
    set("proxystore.secured.hosts", "host, Other");
    for (String trusted : List.of("redis://host:7/secured", "redis://other,host/secured")) {
      assertThat(environment.credentials(StoreAddress.parse(trusted))).isPresent();
    }
    for (String foreign : List.of("redis://evil/secured", "redis://host,evil:1/secured")) {
      assertThat(environment.credentials(StoreAddress.parse(foreign))).isEmpty();
    }
  }

  @Test
  void aPasswordIsNeverPartOfTheText() {
    assertThat(Credentials.of("me", "hunter2"))
        .hasToString("Credentials[username=me, password=***]");
    set("proxystore.password", "hunter2");
    assertThat(environment.toString()).doesNotContain("hunter2");
    assertThat(environment.credentials(ADDRESS).toString()).doesNotContain("hunter2");
  }

  @Test
  void aTrustStoreIsLoaded(@TempDir Path folder) throws Exception {
    set("proxystore.secured.truststore", trustStore(folder, "hunter2"));
    set("proxystore.secured.truststore-password", "hunter2");
    assertThat(environment.sslContext(ADDRESS))
        .hasValueSatisfying(context -> assertThat(context.getProtocol()).isEqualTo("TLS"));
  }

  @Test
  void aTrustStoreThatCannotBeUsedNamesTheStoreAndNotThePassword(@TempDir Path folder)
      throws Exception {
    set("proxystore.truststore-password", "wrong-secret");
    for (Path file :
        List.of(
            trustStore(folder, "hunter2"),
            folder.resolve("missing.p12"),
            folder,
            Files.write(folder.resolve("foreign"), new byte[100]))) {
      set("proxystore.truststore", file);
      assertThatThrownBy(() -> environment.sslContext(ADDRESS))
          .as(file.toString())
          .isInstanceOf(ConnectorException.class)
          .hasMessageContaining("The store redis://host/secured has a trust store or key store")
          .satisfies(e -> assertThat(e).message().doesNotContain("wrong-secret").endsWith("."));
    }
  }

  private static Path trustStore(Path folder, String password) throws Exception {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    Path file = folder.resolve("trust.p12");
    try (OutputStream out = Files.newOutputStream(file)) {
      store.store(out, password.toCharArray());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return file;
  }
}
