package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.Config;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.PartitioningStrategyConfig;
import com.hazelcast.core.HazelcastInstance;
import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.serialize.Descriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class PlacementIT {
  private static final int OBJECTS = 200;
  private static final byte[] SMALL = {1, 2, 3};
  private static final byte[] LARGE = new byte[5 << 20];

  private static HazelcastMember one;
  private static HazelcastMember two;

  @BeforeAll
  static void startMembers() {
    one = HazelcastMember.start(withStrategy("test-" + UUID.randomUUID()), 0);
    two = HazelcastMember.start(withStrategy(one.cluster()), 0, one.address());
  }

  /** On the map "strategy" the members hash what follows an '@' alone, and clients the whole id. */
  private static Config withStrategy(String cluster) {
    return new Config()
        .setClusterName(cluster)
        .addMapConfig(
            new MapConfig("strategy")
                .setPartitioningStrategyConfig(
                    new PartitioningStrategyConfig(
                        "com.hazelcast.partition.strategy.StringPartitioningStrategy")));
  }

  @AfterAll
  static void stopMembers() {
    two.close();
    one.close();
  }

  private static Connector open(HazelcastMember member, String name, String placement) {
    return Connectors.open(
        StoreAddress.parse(member.embeddedStore(name)),
        ConnectorOptions.of(Map.of("placement", placement)));
  }

  private static List<Key> put(Connector connector, byte[] bytes, int count) {
    List<Key> keys = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Key key = new Key(connector.newId("object-" + i), Descriptor.of("bytes", bytes));
      connector.put(key, bytes, Connector.UNLIMITED);
      keys.add(key);
    }
    return keys;
  }

  private static int ownedBy(HazelcastMember member, String map) {
    HazelcastInstance instance = member.instance();
    return instance.getMap(map).localKeySet().size();
  }

  @Test
  void objectsLieOnTheMemberThatPutThem() {
    try (Connector connector = open(two, "local", "local")) {
      put(connector, SMALL, OBJECTS);
      assertThat(ownedBy(two, "local")).isEqualTo(OBJECTS);
      assertThat(ownedBy(one, "local")).isZero();
    }
  }

  @Test
  void chunksFollowTheirObject() {
    try (Connector connector = open(one, "chunks", "local")) {
      put(connector, LARGE, 2);
      assertThat(ownedBy(one, "chunks")).isEqualTo(2 * (1 + 5));
      assertThat(ownedBy(two, "chunks")).isZero();
    }
  }

  @Test
  void withoutItObjectsLieOnAllMembersUnderTheirOwnIds() {
    try (Connector connector = open(one, "any", "any")) {
      assertThat(put(connector, SMALL, OBJECTS).get(7).id()).isEqualTo("object-7");
      assertThat(ownedBy(one, "any")).isPositive();
      assertThat(ownedBy(two, "any")).isPositive();
    }
  }

  @Test
  void placedObjectsAreFoundFromAnywhere() {
    assertFoundFromAnywhere("anywhere");
  }

  @Test
  void placedObjectsAreFoundFromAnywhereInAMapWithAPartitioningStrategy() {
    assertFoundFromAnywhere("strategy");
  }

  private static void assertFoundFromAnywhere(String map) {
    try (Connector here = open(one, map, "local");
        Connector there = open(two, map, "any");
        Connector client =
            Connectors.open(StoreAddress.parse(two.store(map)), ConnectorOptions.defaults())) {
      List<Key> keys = put(here, SMALL, OBJECTS);
      Key large = put(here, LARGE, 1).get(0);
      assertThat(ownedBy(two, map)).isZero();
      assertThat(there.existing(keys)).hasSize(OBJECTS);
      assertThat(client.existing(keys)).hasSize(OBJECTS);
      assertThat(there.get(large)).hasValue(LARGE);
      assertThat(client.take(large)).hasValue(LARGE);
      client.evictBatch(keys);
      assertThat(one.instance().getMap(map).size()).isZero();
    }
  }
}
