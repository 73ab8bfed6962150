package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.StoreAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedisOptionsTest {
  private static final StoreAddress ADDRESS = StoreAddress.parse("redis://localhost/frames");

  private static RedisOptions read(Map<String, String> values) {
    return RedisOptions.read(ADDRESS, ConnectorOptions.of(values));
  }

  @Test
  void defaultsHoldWhereNothingIsGiven() {
    assertThat(read(Map.of())).isEqualTo(RedisOptions.defaults());
    assertThat(RedisOptions.defaults())
        .isEqualTo(new RedisOptions(Duration.ofSeconds(5), Duration.ofSeconds(2), 16, 32 << 20));
  }

  @Test
  void everyOptionCanBeGiven() {
    Map<String, String> given =
        Map.of("timeout", "1s", "connect-timeout", "300ms", "pool-size", "2", "chunk-size", "8mb");
    assertThat(read(given))
        .isEqualTo(new RedisOptions(Duration.ofSeconds(1), Duration.ofMillis(300), 2, 8 << 20));
  }

  @ParameterizedTest
  @CsvSource({
    "timeout,         0s,     from 1ms to 1h",
    "timeout,         2h,     from 1ms to 1h",
    "connect-timeout, 0ms,    from 1ms to 1h",
    "pool-size,       0,      1 or more",
    "chunk-size,      1023kb, from 1mb to 512mb",
    "chunk-size,      513mb,  from 1mb to 512mb",
    "chunk-size,      5gb,    from 1mb to 512mb",
    "chunksize,       8mb,    has no option [chunksize]"
  })
  void aValueOutOfBoundsAndAnUnknownNameAreRefused(String name, String value, String problem) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> read(Map.of(name, value)))
        .withMessageContaining(name)
        .withMessageContaining(problem);
  }
}
