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
import java.util.Map;
import org.junit.jupiter.api.AutoClose;

final class HazelcastDeferrableIT extends DeferrableContract {
  @AutoClose private static final HazelcastMember member = HazelcastMember.start();

  @Override
  protected Connector open() {
    return Connectors.open(
        StoreAddress.parse(member.store("contract")),
        ConnectorOptions.of(Map.of("chunk-size", "1mb")));
  }

  @Override
  protected Collection<String> everything() {
    List<String> keys = new ArrayList<>();
    for (String map : List.of("contract", ReleasedBy.mapName("contract"))) {
      member.instance().getMap(map).keySet().forEach(key -> keys.add(map + ":" + key));
    }
    return keys;
  }
}
