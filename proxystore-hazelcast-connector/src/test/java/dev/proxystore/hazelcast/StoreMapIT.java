package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.serialize.Descriptor;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The map of a store: its configuration, its end, and instances that the application brings. */
final class StoreMapIT {
  private static final byte[] BYTES = new byte[3 << 20];
  private static final Key KEY = new Key("id", Descriptor.of("bytes", BYTES));

  @AutoClose private static final HazelcastMember member = HazelcastMember.start();

  private static Connector open(String address, Map<String, String> options) {
    return Connectors.open(StoreAddress.parse(address), ConnectorOptions.of(options));
  }

  private static int backups(String map) {
    return member.instance().getConfig().findMapConfig(map).getBackupCount();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "3"})
  void hasAsManyBackupsAsAskedFor(String count) {
    try (Connector client = open(member.store("client-" + count), Map.of("backup-count", count));
        Connector embedded =
            open(member.embeddedStore("embedded-" + count), Map.of("backup-count", count))) {
      assertThat(backups(client.address().name())).isEqualTo(Integer.parseInt(count));
      assertThat(backups(embedded.address().name())).isEqualTo(Integer.parseInt(count));
    }
  }

  @Test
  void isLeftToTheClustersConfigurationByDefault() {
    try (Connector connector = open(member.store("plain"), Map.of())) {
      connector.put(KEY, BYTES, Connector.UNLIMITED);
      assertThat(member.instance().getConfig().getMapConfigOrNull("plain")).isNull();
    }
  }

  @Test
  void keepsTheConfigurationThatItHas() {
    try (Connector first = open(member.store("kept"), Map.of("backup-count", "2"));
        Connector second = open(member.store("kept"), Map.of("backup-count", "0"));
        Connector third = open(member.embeddedStore("kept"), Map.of("backup-count", "1"))) {
      first.put(KEY, BYTES, Connector.UNLIMITED);
      assertThat(second.get(KEY)).hasValue(BYTES);
      assertThat(third.get(KEY)).hasValue(BYTES);
      assertThat(backups("kept")).isEqualTo(2);
    }
  }

  @Test
  void isGoneWhenItIsDestroyedAndCanBeUsedAgain() {
    IMap<String, Object> map = member.instance().getMap("destroyed");
    try (Connector other = open(member.embeddedStore("destroyed"), Map.of());
        HazelcastConnector connector =
            (HazelcastConnector) open(member.store("destroyed"), Map.of())) {
      other.put(KEY, BYTES, Connector.UNLIMITED);
      assertThat(map.keySet()).hasSize(1 + 3);
      connector.destroy();
      assertThat(map.keySet()).isEmpty();
      assertThat(other.get(KEY)).isEmpty();
      connector.put(KEY, BYTES, Connector.UNLIMITED);
      assertThat(other.get(KEY)).hasValue(BYTES);
    }
  }

  @Test
  void isReachedThroughAMemberOfTheApplication() {
    try (HazelcastConnector connector = HazelcastConnector.of(member.instance(), "brought")) {
      assertThat(connector.address())
          .hasToString("hazelcast:embedded/brought?cluster=" + member.cluster());
      assertReopens(connector);
    }
    assertThat(member.instance().getLifecycleService().isRunning()).isTrue();
  }

  @Test
  void isReachedThroughAClientOfTheApplication() {
    ClientConfig config = new ClientConfig().setClusterName(member.cluster());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.getNetworkConfig().addAddress(member.address());
    HazelcastInstance client = HazelcastClient.newHazelcastClient(config);
    try {
      HazelcastConnector connector = HazelcastConnector.of(client, "brought");
      assertThat(connector.address()).hasToString(member.store("brought"));
      assertReopens(connector);
      connector.close();
      assertThat(client.getLifecycleService().isRunning()).isTrue();
    } finally {
      client.shutdown();
    }
  }

  private static void assertReopens(Connector connector) {
    connector.put(KEY, BYTES, Connector.UNLIMITED);
    try (Connector twin = Connectors.open(connector.address(), ConnectorOptions.defaults())) {
      assertThat(twin.take(KEY)).hasValue(BYTES);
    }
  }
}
