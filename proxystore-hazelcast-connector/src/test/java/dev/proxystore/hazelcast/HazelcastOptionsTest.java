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

final class HazelcastOptionsTest {
  private static final StoreAddress ADDRESS = StoreAddress.parse("hazelcast://one/frames");

  private static HazelcastOptions options(Map<String, String> values) {
    return HazelcastOptions.of(ADDRESS, ConnectorOptions.of(values));
  }

  @Test
  void haveDefaults() {
    HazelcastOptions options = options(Map.of());
    assertThat(options.timeout()).isEqualTo(HazelcastOptions.DEFAULT_TIMEOUT).hasSeconds(5);
    assertThat(options.backupCount()).isEmpty();
    assertThat(options.chunkSize())
        .isEqualTo(HazelcastOptions.DEFAULT_CHUNK_SIZE)
        .isEqualTo(1 << 20);
    assertThat(options.inFlight()).isEqualTo(HazelcastOptions.DEFAULT_IN_FLIGHT).isEqualTo(16);
    assertThat(options.placedLocally()).isFalse();
    assertThat(options.asMap()).isEmpty();
  }

  @Test
  void canAllBeChanged() {
    Map<String, String> values =
        Map.of(
            "timeout", "1500ms",
            "backup-count", "2",
            "chunk-size", "4mb",
            "in-flight", "3",
            "placement", "local");
    HazelcastOptions options = options(values);
    assertThat(options.timeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(options.backupCount()).hasValue(2);
    assertThat(options.chunkSize()).isEqualTo(4 << 20);
    assertThat(options.inFlight()).isEqualTo(3);
    assertThat(options.placedLocally()).isTrue();
    assertThat(options.asMap()).isEqualTo(values);
  }

  @ParameterizedTest
  @CsvSource({
    "timeout, 0s, at least 1 ms",
    "timeout, soon, a duration",
    "backup-count, 7, 0 to 6",
    "backup-count, -1, 0 to 6",
    "chunk-size, 64kb, 1048576 to 16777216",
    "chunk-size, 1gb, 1048576 to 16777216",
    "in-flight, 0, 1 to 1024",
    "placement, remote, any or local"
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
        .isThrownBy(() -> options(Map.of("backups", "1")))
        .withMessageContaining("backups")
        .withMessageContaining("backup-count");
  }

  @Test
  void localPlacementIsNotForClients() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new HazelcastConnectorProvider()
                    .open(ADDRESS, ConnectorOptions.of(Map.of("placement", "local"))))
        .withMessageContaining("client");
  }
}
