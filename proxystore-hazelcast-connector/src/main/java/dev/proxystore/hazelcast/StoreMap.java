package dev.proxystore.hazelcast;

import com.hazelcast.config.InvalidConfigurationException;
import com.hazelcast.config.MapConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import dev.proxystore.connector.StoreAddress;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the map of a store. */
final class StoreMap {
  private static final Logger LOG = LoggerFactory.getLogger(StoreMap.class);

  private StoreMap() {}

  /** The configuration comes first: once a map is used, it stays as it is. */
  static IMap<String, Object> open(
      HazelcastInstance instance, StoreAddress address, HazelcastOptions options) {
    return open(instance, address, options, address.name());
  }

  /** Opens the map of who has released the store's objects. */
  static IMap<String, String> openReleases(
      HazelcastInstance instance, StoreAddress address, HazelcastOptions options) {
    return open(instance, address, options, ReleasedBy.mapName(address.name()));
  }

  private static <V> IMap<String, V> open(
      HazelcastInstance instance, StoreAddress address, HazelcastOptions options, String name) {
    options.backupCount().ifPresent(count -> configure(instance, address, name, count));
    return instance.getMap(name);
  }

  private static void configure(
      HazelcastInstance instance, StoreAddress address, String name, int backups) {
    try {
      instance.getConfig().addMapConfig(new MapConfig(name).setBackupCount(backups));
    } catch (InvalidConfigurationException e) {
      LOG.warn(
          "The store {} was asked to keep {} backups, but the cluster has another configuration of"
              + " its map already, which stays.",
          address,
          backups);
    }
  }
}
