package dev.proxystore.hazelcast;

import com.hazelcast.core.Hazelcast;
import com.hazelcast.core.HazelcastInstance;
import dev.proxystore.connector.ConnectorException;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;

/**
 * The Hazelcast members in this process: finds the one that an address means, or starts it. Those
 * started here are counted by users and shut down with the last one; others are never shut down.
 */
final class EmbeddedMembers {
  /** How many connectors use each member that was started here. Guarded by the class. */
  private static final IdentityHashMap<HazelcastInstance, Integer> USERS = new IdentityHashMap<>();

  private EmbeddedMembers() {}

  static synchronized HazelcastInstance join(HazelcastAddress address, HazelcastOptions options) {
    List<HazelcastInstance> candidates =
        Hazelcast.getAllHazelcastInstances().stream()
            .filter(each -> each.getLifecycleService().isRunning() && isMeant(each, address))
            .sorted(Comparator.comparing(HazelcastInstance::getName))
            .toList();
    if (candidates.isEmpty()) {
      return start(address, options);
    }
    if (!areOneCluster(candidates)) {
      throw ambiguous(address, candidates);
    }
    HazelcastInstance chosen = candidates.get(0);
    USERS.computeIfPresent(chosen, (instance, users) -> users + 1);
    return chosen;
  }

  static synchronized void leave(HazelcastInstance instance) {
    Integer left = USERS.computeIfPresent(instance, (key, users) -> users - 1);
    if (left != null && left == 0) {
      USERS.remove(instance);
      instance.shutdown();
    }
  }

  private static boolean isMeant(HazelcastInstance instance, HazelcastAddress address) {
    if (!address.members().isEmpty()) {
      return instance.getName().equals(MemberStart.name(address));
    }
    return address.instance().map(instance.getName()::equals).orElse(true)
        && address.cluster().map(instance.getConfig().getClusterName()::equals).orElse(true);
  }

  /** Members of one cluster show the same objects, so any of them will do. */
  private static boolean areOneCluster(List<HazelcastInstance> candidates) {
    var members = candidates.get(0).getCluster().getMembers();
    return candidates.stream()
        .map(each -> each.getCluster().getLocalMember())
        .allMatch(members::contains);
  }

  private static HazelcastInstance start(HazelcastAddress address, HazelcastOptions options) {
    if (address.instance().isPresent()) {
      throw new ConnectorException(
          address.store(),
          "cannot be opened: no Hazelcast instance of that name runs in this process, only %s. Start it first, or leave out 'instance'."
              .formatted(describe(List.copyOf(Hazelcast.getAllHazelcastInstances()))),
          null);
    }
    HazelcastInstance started = MemberStart.start(address, options);
    USERS.put(started, 1);
    return started;
  }

  private static ConnectorException ambiguous(
      HazelcastAddress address, List<HazelcastInstance> candidates) {
    return new ConnectorException(
        address.store(),
        "cannot be opened: several Hazelcast instances run in this process, %s. Choose one with ?instance=name or ?cluster=name."
            .formatted(describe(candidates)),
        null);
  }

  private static List<String> describe(List<HazelcastInstance> instances) {
    return instances.stream()
        .map(
            each ->
                "%s of the cluster %s".formatted(each.getName(), each.getConfig().getClusterName()))
        .sorted()
        .toList();
  }
}
