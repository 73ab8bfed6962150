package dev.proxystore.hazelcast;

import com.hazelcast.cluster.Member;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.partition.PartitionService;

/** Chooses which member holds an entry, by what it appends to the entry's key. */
@FunctionalInterface
interface Placement {
  /** What a suffix starts with. Not '@', to which Hazelcast gives a meaning of its own. */
  char SEPARATOR = '~';

  int MOST_ATTEMPTS = 10_000;

  /** The key, with a suffix if the entry needs one to lie where it should. */
  String place(String key);

  /** Leaves it to the hash of the key. */
  static Placement anywhere() {
    return key -> key;
  }

  /**
   * Tries suffixes until the key's partition is one that this member owns: as many as there are
   * members, on average. The whole key is hashed, as every member and client does by default, so
   * the entry is found from anywhere. The other way, {@code name@partition} with a partitioning
   * strategy on the map, hides such entries from clients, since they do not know of the strategy.
   *
   * <p>A member that owns no partition, such as a lite one, leaves keys as they are.
   */
  static Placement local(HazelcastInstance instance) {
    PartitionService partitions = instance.getPartitionService();
    Member here = instance.getCluster().getLocalMember();
    return key -> {
      for (int i = 0; i < MOST_ATTEMPTS && !here.isLiteMember(); i++) {
        String candidate = key + SEPARATOR + Integer.toString(i, Character.MAX_RADIX);
        if (here.equals(partitions.getPartition(candidate).getOwner())) {
          return candidate;
        }
      }
      return key;
    };
  }
}
