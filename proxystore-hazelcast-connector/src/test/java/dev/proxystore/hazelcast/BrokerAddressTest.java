package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.proxystore.connector.AddressException;
import dev.proxystore.connector.StoreAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BrokerAddressTest {

  private static BrokerAddress parse(String text) {
    return BrokerAddress.parse(StoreAddress.parse(text));
  }

  @Test
  void meansARingOfOnePartitionUnlessItSaysMore() {
    BrokerAddress address = parse("hazelcast://one:5701,two:5702/events?cluster=grid");
    assertThat(address.kind()).isEqualTo(BrokerAddress.Kind.RINGBUFFER);
    assertThat(address.partitions()).isEqualTo(1);
    assertThat(address.cluster().clusterName()).isEqualTo("grid");
    assertThat(address.cluster().members()).containsExactly("one:5701", "two:5702");
  }

  @Test
  void saysTheKindAndThePartitions() {
    BrokerAddress address = parse("hazelcast:embedded/events?broker=ringbuffer&partitions=4");
    assertThat(address.partitions()).isEqualTo(4);
    assertThat(address.cluster().store())
        .isEqualTo(StoreAddress.parse("hazelcast:embedded/events"));
    assertThat(parse("hazelcast:embedded/events?broker=queue").kind())
        .isEqualTo(BrokerAddress.Kind.QUEUE);
    assertThat(parse("hazelcast:embedded/events?broker=topic").kind())
        .isEqualTo(BrokerAddress.Kind.TOPIC);
  }

  @Test
  void namesWhatIsInTheClusterAsNoStoreCan() {
    BrokerAddress address = parse("hazelcast:embedded/a.b");
    assertThat(address.structure("c.0")).isEqualTo("a.b:c.0");
    assertThatThrownBy(() -> StoreAddress.parse("hazelcast:embedded/" + address.structure("c")))
        .isInstanceOf(AddressException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "broker=stream, 'broker=stream, expected ringbuffer, queue or topic'",
    "broker=reliable-topic, 'expected ringbuffer, queue or topic'",
    "partitions=0, 'partitions=0, expected a number from 1 to 1024'",
    "partitions=1025, a number from 1 to 1024",
    "partitions=many, a number from 1 to 1024",
    "broker=queue&partitions=2, gives partitions to a queue",
    "topics=3, '[topics], expected some of [broker, cluster, instance, members, partitions]'",
    "members=one, '[members]'"
  })
  void isRefusedWithASentenceIfItMeansNothing(String parameters, String expected) {
    assertThatThrownBy(() -> parse("hazelcast://one/events?" + parameters))
        .isInstanceOf(AddressException.class)
        .hasMessageContaining("hazelcast://one/events")
        .hasMessageContaining(expected);
  }
}
