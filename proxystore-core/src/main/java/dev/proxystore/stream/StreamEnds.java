package dev.proxystore.stream;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * Which producers of a topic are known and which have ended: each for itself, in every partition
 * that is read.
 */
final class StreamEnds {
  private final OptionalInt expected;
  private final int partitions;
  private final Set<UUID> running = new HashSet<>();
  private final Map<UUID, Set<Integer>> ended = new HashMap<>();

  /**
   * Knows nobody yet.
   *
   * @param expected how many producers have to end; empty for all that were seen, and one at least
   */
  StreamEnds(OptionalInt expected, int partitions) {
    this.expected = expected;
    this.partitions = partitions;
  }

  void sawObject(UUID producer) {
    if (!hasEnded(producer)) {
      running.add(producer);
    }
  }

  void sawEnd(UUID producer, int partition) {
    ended.computeIfAbsent(producer, key -> new HashSet<>()).add(partition);
    if (hasEnded(producer)) {
      running.remove(producer);
    }
  }

  private boolean hasEnded(UUID producer) {
    return ended.getOrDefault(producer, Set.of()).size() >= partitions;
  }

  boolean isComplete() {
    long complete = ended.keySet().stream().filter(this::hasEnded).count();
    return expected.isPresent()
        ? complete >= expected.getAsInt()
        : complete > 0 && complete == ended.size() && running.isEmpty();
  }
}
