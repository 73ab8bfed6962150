package dev.proxystore.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.redis.RedisBrokerAddress.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RedisBrokerAddressTest {

  private static RedisBrokerAddress parse(String address) {
    return RedisBrokerAddress.parse(StoreAddress.parse(address));
  }

  @Test
  void anAddressWithoutParametersIsThatOfStreamsWithOnePartitionThatKeepAll() {
    assertThat(parse("redis://host/events"))
        .isEqualTo(
            new RedisBrokerAddress(
                StoreAddress.parse("redis://host/events"), Kind.STREAM, 1, RedisBrokerAddress.ALL));
  }

  @Test
  void everyParameterIsRead() {
    assertThat(parse("redis-cluster://a,b:1/events?broker=stream&partitions=8&retain=100000"))
        .isEqualTo(
            new RedisBrokerAddress(
                StoreAddress.parse("redis-cluster://a,b:1/events"), Kind.STREAM, 8, 100_000));
    assertThat(parse("rediss://host/2/events?broker=list").kind()).isEqualTo(Kind.LIST);
    assertThat(parse("redis-sentinel://host/main/events?broker=pubsub").kind())
        .isEqualTo(Kind.PUBSUB);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          redis://host/events?broker=kafka | says broker=kafka, expected stream, list or pubsub.
          redis://host/events?broker=STREAM | says broker=STREAM, expected stream, list or pubsub.
          redis://host/events?broker | says broker=, expected stream, list or pubsub.
          redis://host/events?parts=4 | has the parameters [parts]; with broker=stream it can have [broker, partitions, retain].
          redis://host/events?broker=list&partitions=4 | has the parameters [partitions]; with broker=list it can have [broker].
          redis://host/events?broker=pubsub&retain=4 | has the parameters [retain]; with broker=pubsub it can have [broker].
          redis://host/events?partitions=0 | says partitions=0, expected a number from 1 to 1024.
          redis://host/events?partitions=1025 | says partitions=1025, expected a number from 1 to 1024.
          redis://host/events?partitions=many | says partitions=many, expected a number from 1 to 1024.
          redis://host/events?retain=-1 | says retain=-1, expected a number from 1 to 999999999999.
          redis://a,b/events | it has several hosts; clusters and sentinels have own schemes.
          """)
  void whatIsNoAddressIsRefusedWithASentence(String address, String sentence) {
    assertThatExceptionOfType(AddressException.class)
        .isThrownBy(() -> parse(address))
        .withMessageContaining(sentence);
  }
}
