package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.hazelcast.config.Config;
import com.hazelcast.config.RingbufferConfig;
import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.PositionGoneException;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.ReplayableBroker;
import dev.proxystore.stream.event.StartPosition;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Topics of several rings, and what the names of rings are. */
@Timeout(60)
final class RingPartitionsIT {
  private static final int PARTITIONS = 4;
  private static final int EVENTS = 200;
  private static HazelcastMember member;

  private final BrokerEvents events = new BrokerEvents();

  @BeforeAll
  static void startMember() {
    Config config = new Config().setClusterName("partitions");
    config.addRingBufferConfig(new RingbufferConfig("configured:*").setCapacity(300));
    member = HazelcastMember.start(config, 0);
  }

  @AfterAll
  static void stopMember() {
    member.close();
  }

  private static ReplayableBroker open(String name) {
    return BrokerEvents.openLog(member.store(name) + "&partitions=" + PARTITIONS, Map.of());
  }

  @Test
  void eventsAreDealtOutAndAllAreReadOnceInTheOrderOfTheirPartition() {
    try (ReplayableBroker broker = open("dealt");
        Publisher publisher = broker.publisher();
        Subscriber all = broker.subscriber(Subscription.to("t"))) {
      for (int i = 0; i < EVENTS; i++) {
        publisher.publish("t", events.numbers(i, i + 1));
      }
      List<Message> read = BrokerEvents.receive(all, EVENTS);
      assertThat(read.stream().map(BrokerEvents::number))
          .containsExactlyInAnyOrderElementsOf(LongStream.range(0, EVENTS).boxed().toList());
      Map<Integer, List<Long>> byPartition =
          read.stream()
              .collect(
                  Collectors.groupingBy(
                      Message::partition,
                      TreeMap::new,
                      Collectors.mapping(BrokerEvents::number, Collectors.toList())));
      assertThat(byPartition).hasSize(PARTITIONS);
      assertThat(byPartition.values()).allSatisfy(part -> assertThat(part).isSorted());
      assertOnlyTwoAreRead(broker, byPartition);
    }
  }

  private static void assertOnlyTwoAreRead(
      ReplayableBroker broker, Map<Integer, List<Long>> byPartition) {
    Set<Integer> two = Set.of(1, 3);
    int count = byPartition.get(1).size() + byPartition.get(3).size();
    try (Subscriber some = broker.subscriber(Subscription.to("t").withPartitions(two))) {
      List<Message> read = BrokerEvents.receive(some, count);
      assertThat(read).hasSize(count).allMatch(message -> two.contains(message.partition()));
      assertThat(some.poll(1, Duration.ofMillis(100))).isEmpty();
    }
  }

  @Test
  void anEndIsInEveryPartition() {
    try (ReplayableBroker broker = open("ends");
        Publisher publisher = broker.publisher();
        Subscriber all = broker.subscriber(Subscription.to("t"))) {
      publisher.publishEnd("t", events.numbers(0, 1));
      assertThat(BrokerEvents.receive(all, PARTITIONS).stream().map(Message::partition))
          .containsExactlyInAnyOrderElementsOf(IntStream.range(0, PARTITIONS).boxed().toList());
    }
  }

  @Test
  void aRingLivesBesideAStoreOfTheSameNameAndKeepsTheConfigurationOfTheCluster() {
    try (ReplayableBroker broker = open("configured");
        Publisher publisher = broker.publisher();
        Connector connector =
            Connectors.open(
                StoreAddress.parse(member.store("configured")), ConnectorOptions.defaults())) {
      publisher.publishEnd("t", events.numbers(0, 1));
      assertThat(member.instance().getMap("configured").size()).isZero();
      assertThat(connector.address().name()).isEqualTo("configured");
      assertThat(member.instance().getRingbuffer("configured:t:3").capacity()).isEqualTo(300);
      assertThat(member.instance().getRingbuffer("configured:t:3").size()).isEqualTo(1);
    }
  }

  @Test
  void groupsAndPartitionsThatAreNotThereAreRefusedWithASentence() {
    try (ReplayableBroker broker = open("refusing")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> broker.subscriber(Subscription.to("t").inGroup("g")))
          .withMessageContaining("knows no groups, and was asked for 'g'");
      assertThatIllegalArgumentException()
          .isThrownBy(() -> broker.earliest("t", PARTITIONS))
          .withMessageContaining("no partition 4, expected 0 to 3");
    }
  }

  @Test
  void aPositionWhoseItemIsAnotherOneNowGoesBackAndMissesNothing() {
    try (ReplayableBroker broker = open("swapped");
        Publisher publisher = broker.publisher()) {
      publisher.publishEnd("t", events.numbers(0, 1));
      publisher.publishEnd("t", events.numbers(1, 2));
      String place = broker.latest("t", 0);
      for (String seen : List.of(place + "/00000000", place.replaceFirst("/1$", "/7/00000000"))) {
        Subscription behind =
            Subscription.to("t")
                .withPartitions(Set.of(0))
                .from(StartPosition.after(Map.of(0, seen)));
        try (Subscriber subscriber = broker.subscriber(behind)) {
          assertThat(BrokerEvents.numbers(subscriber, 2)).containsExactly(0L, 1L);
        }
      }
    }
  }

  @Test
  void trimmingTwiceKeepsTheLaterPosition() {
    try (ReplayableBroker broker = open("trimmed");
        Publisher publisher = broker.publisher();
        Subscriber subscriber = broker.subscriber(Subscription.to("t").withPartitions(Set.of(0)))) {
      for (int i = 0; i < 3; i++) {
        publisher.publishEnd("t", events.numbers(i, i + 1));
      }
      List<Message> read = BrokerEvents.receive(subscriber, 3);
      broker.trim("t", 0, read.get(1).position());
      broker.trim("t", 0, read.get(0).position());
      assertThat(broker.pending("t", 0, broker.earliest("t", 0))).isEqualTo(1);
      Subscription tooEarly =
          Subscription.to("t")
              .withPartitions(Set.of(0))
              .from(StartPosition.after(Map.of(0, read.get(0).position())));
      try (Subscriber late = broker.subscriber(tooEarly)) {
        assertThatThrownBy(() -> late.poll(1, Duration.ofSeconds(1)))
            .isInstanceOf(PositionGoneException.class);
      }
    }
  }
}
