package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.redis.RedisAddress.Kind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import redis.clients.jedis.HostAndPort;

final class RedisAddressTest {

  private static RedisAddress parse(String address) {
    return RedisAddress.parse(StoreAddress.parse(address));
  }

  private static List<HostAndPort> nodes(HostAndPort... nodes) {
    return List.of(nodes);
  }

  @Test
  void oneServerHasAHostAndAName() {
    assertThat(parse("redis://host/frames"))
        .isEqualTo(
            new RedisAddress(
                Kind.SINGLE, false, nodes(new HostAndPort("host", 6379)), "", 0, "frames"));
  }

  @Test
  void oneServerMayHaveAPortADatabaseAndTls() {
    assertThat(parse("rediss://10.0.0.1:7000/2/frames"))
        .isEqualTo(
            new RedisAddress(
                Kind.SINGLE, true, nodes(new HostAndPort("10.0.0.1", 7000)), "", 2, "frames"));
  }

  @Test
  void aHostMayBeAnIpv6Address() {
    assertThat(parse("redis://[::1]:7000/frames").nodes())
        .containsExactly(new HostAndPort("::1", 7000));
  }

  @Test
  void aClusterHasSeveralNodes() {
    assertThat(parse("redis-cluster://a:7000,b/frames"))
        .isEqualTo(
            new RedisAddress(
                Kind.CLUSTER,
                false,
                nodes(new HostAndPort("a", 7000), new HostAndPort("b", 6379)),
                "",
                0,
                "frames"));
    assertThat(parse("rediss-cluster://a/frames").tls()).isTrue();
  }

  @Test
  void sentinelsHaveTheNameOfTheServerTheyGuard() {
    assertThat(parse("redis-sentinel://a,b:7000/main/3/frames"))
        .isEqualTo(
            new RedisAddress(
                Kind.SENTINEL,
                false,
                nodes(new HostAndPort("a", 26379), new HostAndPort("b", 7000)),
                "main",
                3,
                "frames"));
    assertThat(parse("rediss-sentinel://a/main/frames").database()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          redis:frames                 | has no '//' before the host
          redis://host/2               | ends in a number
          redis://host/a/frames        | 'a' is no number of a database
          redis://host/1/2/frames      | '2' is one part too many
          redis://host//frames         | a part of its path is empty
          redis://a,b/frames           | has several hosts
          redis://host:0/frames        | 0 is no port
          redis://host:70000/frames    | 70000 is no port
          redis-cluster://a/1/frames   | '1' is one part too many
          redis-sentinel://a/frames    | does not say what the sentinels call the server
          local:frames                 | expected one of the schemes
          """)
  void anotherFormIsRefusedAndSaysWhatIsExpected(String address, String problem) {
    assertThatExceptionOfType(AddressException.class)
        .isThrownBy(() -> parse(address))
        .withMessageContaining("'" + address + "' is no address of Redis: ")
        .withMessageContaining(problem);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis:///frames",
        "redis-cluster://a,,b/frames",
        "redis://user:s3cret/frames",
        "redis://host/frames?pw=s3cret"
      })
  void whatMayHoldAPasswordIsRefusedWithoutBeingShown(String address) {
    assertThatExceptionOfType(AddressException.class)
        .isThrownBy(() -> parse(address))
        .withMessageContaining("Expected redis")
        .withMessageContaining("frames")
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("s3cret"));
  }
}
