package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RedisBrokerOptionsTest {

  private static RedisBrokerOptions read(Map<String, String> given) {
    return RedisBrokerOptions.read(
        StoreAddress.parse("redis://host/events"), ConnectorOptions.of(given));
  }

  @Test
  void everyDefault() {
    assertThat(read(Map.of()))
        .isEqualTo(
            new RedisBrokerOptions(
                Duration.ofSeconds(5), Duration.ofSeconds(2), 16, Duration.ofSeconds(60), 10_000));
  }

  @Test
  void everyValueChanged() {
    assertThat(
            read(
                Map.of(
                    "timeout", "1s",
                    "connect-timeout", "200ms",
                    "pool-size", "3",
                    "claim-after", "5min",
                    "buffer-size", "7")))
        .isEqualTo(
            new RedisBrokerOptions(
                Duration.ofSeconds(1), Duration.ofMillis(200), 3, Duration.ofMinutes(5), 7));
  }

  @Test
  void whatIsOutOfBoundsOrUnknownIsRefused() {
    for (String wrong :
        new String[] {
          "claim-after=99ms",
          "claim-after=31d",
          "buffer-size=0",
          "pool-size=0",
          "timeout=0s",
          "chunk-size=1mb"
        }) {
      String name = wrong.substring(0, wrong.indexOf('='));
      assertThatIllegalArgumentException()
          .isThrownBy(() -> read(Map.of(name, wrong.substring(name.length() + 1))))
          .withMessageContaining(name);
    }
  }
}
