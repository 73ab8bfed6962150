package dev.proxystore.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectorOptionsTest {
  private static final StoreAddress ADDRESS = StoreAddress.parse("local:s");

  private static ConnectorOptions one(String value) {
    return ConnectorOptions.of(Map.of("x", value));
  }

  @Test
  void whatIsNotGivenHasItsDefault() {
    ConnectorOptions options = ConnectorOptions.defaults();
    assertThat(options.text("x", "fallback")).isEqualTo("fallback");
    assertThat(options.integer("x", 7)).isEqualTo(7);
    assertThat(options.flag("x", true)).isTrue();
    assertThat(options.duration("x", Duration.ofSeconds(3))).isEqualTo(Duration.ofSeconds(3));
    assertThat(options.size("x", 9)).isEqualTo(9);
    assertThat(options.asMap()).isEmpty();
  }

  @Test
  void whatIsGivenIsRead() {
    assertThat(one("a").text("x", "b")).isEqualTo("a");
    assertThat(one("-5").integer("x", 7)).isEqualTo(-5);
    assertThat(one("TRUE").flag("x", false)).isTrue();
    assertThat(one("false").flag("x", true)).isFalse();
    assertThat(one("a").asMap()).isEqualTo(Map.of("x", "a"));
    assertThat(one("a")).hasToString("{x=a}");
  }

  @ParameterizedTest
  @CsvSource({
    "500ms, PT0.5S",
    "10s, PT10S",
    "5m, PT5M",
    "10 S, PT10S",
    "5min, PT5M",
    "2h, PT2H",
    "1d, PT24H",
    "PT1M30S, PT1M30S",
    "0s, PT0S"
  })
  void durationsAreReadWithTheirUnit(String text, Duration expected) {
    assertThat(one(text).duration("x", Duration.ZERO)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "4096, 4096",
    "64kb, 65536",
    "1 MB, 1048576",
    "2gb, 2147483648",
    "7b, 7",
    "3 MiB, 3145728",
    "1KiB, 1024"
  })
  void sizesAreReadInPowersOf1024(String text, long expected) {
    assertThat(one(text).size("x", 0)).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "s",
        "10 parsecs",
        "-1s",
        "PT-1S",
        "99999999999999999999s",
        "9999999999999999d"
      })
  void whatIsNoDurationIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one(text).duration("x", Duration.ZERO))
        .withMessage(
            "The option x is '%s', expected a duration such as 500ms, 10s, 5min or PT10S.", text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "mb", "-1", "1.5mb", "1tb", "9999999999gb", "99999999999999999999"})
  void whatIsNoSizeIsRefused(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one(text).size("x", 0))
        .withMessageStartingWith("The option x is '" + text + "', expected ");
  }

  @Test
  void whatIsNoNumberOrFlagIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one("many").integer("x", 0))
        .withMessage("The option x is 'many', expected a whole number.");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one("yes").flag("x", true))
        .withMessage("The option x is 'yes', expected true or false.");
  }

  @Test
  void anUnknownOptionIsRefusedWithTheKnownOnes() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> one("1").requireOnly(ADDRESS, Set.of("timeout", "retries")))
        .withMessage("local:s has no option [x]; it has [retries, timeout].");
    assertThat(one("1").requireOnly(ADDRESS, Set.of("x"))).isNotNull();
  }

  @Test
  void aMisspeltOptionIsRefusedWithTheNearest() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                ConnectorOptions.of(Map.of("tmeout", "1s"))
                    .requireOnly(ADDRESS, Set.of("timeout", "retries")))
        .withMessageContaining("Did you mean 'timeout'?");
  }

  @Test
  @SuppressWarnings("NullAway") // what a provider must not do
  void aProviderThatAnswersNullIsNamedWithWhatItIsToAnswer() {
    CredentialsProvider wrong =
        new CredentialsProvider() {
          @Override
          public Optional<Credentials> credentials(StoreAddress address) {
            return null;
          }

          @Override
          public Optional<SSLContext> sslContext(StoreAddress address) {
            return null;
          }
        };
    CredentialsProvider asked = one("a").withCredentials(wrong).credentials();
    assertThatExceptionOfType(ConnectorException.class)
        .isThrownBy(() -> asked.credentials(ADDRESS))
        .withMessageContaining("local:s")
        .withMessageContaining(wrong.getClass().getName() + " answered null from credentials")
        .withMessageContaining("Optional.empty()");
    assertThatExceptionOfType(ConnectorException.class)
        .isThrownBy(() -> asked.sslContext(ADDRESS))
        .withMessageContaining("answered null from sslContext");
  }

  @Test
  void aSecretIsRefusedWithoutBeingShown() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ConnectorOptions.of(Map.of("Password", "hunter2")))
        .withMessageContaining("'Password' would hold a secret")
        .satisfies(e -> assertThat(e).message().doesNotContain("hunter2"));
  }

  @Test
  void anotherSourceOfSecretsIsKeptAndNotShown() {
    Optional<Credentials> secret = Optional.of(Credentials.ofPassword("hunter2"));
    CredentialsProvider provider = address -> secret;
    ConnectorOptions options = one("a").withCredentials(provider);
    assertThat(options.credentials().credentials(ADDRESS)).isEqualTo(provider.credentials(ADDRESS));
    assertThat(options.asMap()).isEqualTo(Map.of("x", "a"));
    assertThat(options.toString()).doesNotContain("hunter2");
  }
}
