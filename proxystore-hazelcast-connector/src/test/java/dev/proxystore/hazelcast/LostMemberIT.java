package dev.proxystore.hazelcast;

import static org.assertj.core.api.Assertions.assertThat;

import dev.proxystore.connector.Connector;
import dev.proxystore.connector.ConnectorOptions;
import dev.proxystore.connector.Connectors;
import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.hazelcast.testing.HazelcastMember;
import dev.proxystore.serialize.Descriptor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One of two members is killed; every object has one backup. */
@Timeout(90)
final class LostMemberIT {
  private static final int SMALL_OBJECTS = 500;
  private static final int LARGE_OBJECTS = 8;
  private static final int LARGE_SIZE = (3 << 20) + 17;
  private static final ConnectorOptions ONE_BACKUP =
      ConnectorOptions.of(Map.of("backup-count", "1", "timeout", "20s"));

  @Test
  void aMemberLosesNothingWhenTheOtherIsTerminated() {
    try (HazelcastMember one = HazelcastMember.start();
        HazelcastMember two = HazelcastMember.startBeside(one);
        Connector connector = open(two.embeddedStore("frames"))) {
      Map<Key, byte[]> objects = putMany(connector);
      one.kill();
      assertAllThere(connector, objects);
      connector.evictBatch(objects.keySet());
      assertThat(two.instance().getMap("frames").size()).isZero();
    }
  }

  @Test
  void aClientLosesNothingOfWhatItPutBeforeAndWhileAMembersProcessIsKilled() {
    try (HazelcastMember one = HazelcastMember.startProcess();
        HazelcastMember two = HazelcastMember.startProcessBeside(one);
        Connector connector = open(one.store("frames"))) {
      Map<Key, byte[]> objects = new LinkedHashMap<>(putMany(connector));
      CompletableFuture<Void> killer = CompletableFuture.runAsync(two::kill);
      boolean last;
      do {
        last = killer.isDone();
        objects.putAll(putMany(connector));
      } while (!last);
      killer.join();
      assertAllThere(connector, objects);
      connector.evictBatch(objects.keySet());
      assertThat(connector.existing(objects.keySet())).isEmpty();
    }
  }

  private static Connector open(String address) {
    return Connectors.open(StoreAddress.parse(address), ONE_BACKUP);
  }

  private static Map<Key, byte[]> putMany(Connector connector) {
    Map<Key, byte[]> objects = new LinkedHashMap<>();
    Random random = new Random();
    for (int i = 0; i < SMALL_OBJECTS + LARGE_OBJECTS; i++) {
      byte[] bytes = new byte[i < SMALL_OBJECTS ? 1000 + i : LARGE_SIZE];
      random.nextBytes(bytes);
      objects.put(
          new Key(Long.toHexString(random.nextLong()), Descriptor.of("bytes", bytes)), bytes);
    }
    connector.putBatch(objects, Connector.UNLIMITED);
    return objects;
  }

  private static void assertAllThere(Connector connector, Map<Key, byte[]> objects) {
    assertThat(connector.existing(objects.keySet())).hasSize(objects.size());
    List<Key> keys = List.copyOf(objects.keySet());
    var found = connector.getBatch(keys);
    for (int i = 0; i < keys.size(); i++) {
      assertThat(found.get(i)).hasValue(objects.get(keys.get(i)));
    }
  }
}
