package dev.proxystore.hazelcast;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.DeferrableContract;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Two members, of which one releases and the other holds half of what is released. */
final class EmbeddedHazelcastDeferrableIT extends DeferrableContract {
  private static HazelcastMember member;
  private static HazelcastMember other;

  @BeforeAll
  static void startMembers() {
    member = HazelcastMember.start();
    other = HazelcastMember.startBeside(member);
  }

  @AfterAll
  static void stopMembers() {
    other.close();
    member.close();
  }

  @Override
  protected Connector open() {
    return Connectors.open(
        StoreAddress.parse(member.embeddedStore("contract")), ConnectorOptions.defaults());
  }

  @Override
  protected Collection<String> everything() {
    List<String> keys = new ArrayList<>();
    for (String map : List.of("contract", ReleasedBy.mapName("contract"))) {
      other.instance().getMap(map).keySet().forEach(key -> keys.add(map + ":" + key));
    }
    return keys;
  }
}
