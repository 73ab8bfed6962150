package dev.proxystore.flink.source.enumerator;

import dev.proxystore.flink.source.split.ProducersSeen;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * Finds out that a topic is over: each of its splits has read the end of every producer that any of
 * them has seen. One split alone cannot know, since a producer's events may all lie in others.
 */
final class TopicEnds {
  private final Map<String, Map<String, Set<UUID>>> endedBySplit = new HashMap<>();
  private final Map<String, Set<UUID>> seenByTopic = new HashMap<>();

  /**
   * Adds what a split has seen. Of a split that is read again after a failure nothing is undone.
   */
  void add(ProducersSeen seen) {
    Set<UUID> ofTopic = seenByTopic.computeIfAbsent(seen.topic(), absent -> new HashSet<>());
    ofTopic.addAll(seen.open());
    ofTopic.addAll(seen.ended());
    endedBySplit
        .computeIfAbsent(seen.topic(), absent -> new HashMap<>())
        .computeIfAbsent(seen.splitId(), absent -> new HashSet<>())
        .addAll(seen.ended());
  }

  /** The producers of a topic of so many splits, if it is over. */
  Optional<Set<UUID>> producersIfOver(String topic, long splits) {
    Set<UUID> all = seenByTopic.getOrDefault(topic, Set.of());
    Map<String, Set<UUID>> ended = endedBySplit.getOrDefault(topic, Map.of());
    boolean isOver =
        !all.isEmpty()
            && ended.size() == splits
            && ended.values().stream().allMatch(each -> each.containsAll(all));
    return isOver ? Optional.of(Set.copyOf(all)) : Optional.empty();
  }
}
