package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HazelcastBrokerOptionsTest {

  private static HazelcastBrokerOptions options(Map<String, String> values) {
    return HazelcastBrokerOptions.of(
        StoreAddress.parse("hazelcast://one/events"), ConnectorOptions.of(values));
  }

  @Test
  void haveDefaults() {
    HazelcastBrokerOptions options = options(Map.of());
    assertThat(options.timeout()).hasSeconds(5);
    assertThat(options.backupCount()).isEqualTo(1);
    assertThat(options.capacity()).isEmpty();
    assertThat(HazelcastBrokerOptions.DEFAULT_CAPACITY).isEqualTo(100_000);
    assertThat(options.overwrites()).isFalse();
    assertThat(options.buffer()).isEqualTo(HazelcastBrokerOptions.DEFAULT_BUFFER).isEqualTo(10_000);
    assertThat(options.retention())
        .isEqualTo(HazelcastBrokerOptions.DEFAULT_RETENTION)
        .isEqualTo(Duration.ofDays(7));
    assertThat(options.transactional()).isFalse();
  }

  @Test
  void canAllBeChanged() {
    HazelcastBrokerOptions options =
        options(
            Map.of(
                "timeout", "1s",
                "backup-count", "2",
                "capacity", "500",
                "overflow", "overwrite",
                "buffer", "50",
                "retention", "1h",
                "transactional", "true"));
    assertThat(options.timeout()).hasSeconds(1);
    assertThat(options.backupCount()).isEqualTo(2);
    assertThat(options.capacity()).hasValue(500);
    assertThat(options.overwrites()).isTrue();
    assertThat(options.buffer()).isEqualTo(50);
    assertThat(options.retention()).isEqualTo(Duration.ofHours(1));
    assertThat(options.transactional()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "timeout, 0s, at least 1 ms",
    "backup-count, 7, 0 to 6",
    "capacity, 99, 100 to 10000000",
    "overflow, block, fail or overwrite",
    "buffer, 0, 1 to 10000000",
    "retention, 10ms, at least 1 s",
    "transactional, yes, true or false"
  })
  void outOfBoundsAreRefusedWithTheBounds(String name, String value, String expected) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(Map.of(name, value)))
        .withMessageContaining("option " + name)
        .withMessageContaining(expected);
  }

  @Test
  void ofOtherNamesAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> options(Map.of("chunk-size", "1mb")))
        .withMessageContaining("chunk-size")
        .withMessageContaining("capacity");
  }
}
