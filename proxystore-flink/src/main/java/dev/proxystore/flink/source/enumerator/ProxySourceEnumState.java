package dev.proxystore.flink.source.enumerator;

import dev.proxystore.flink.source.split.ProxySourceSplit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.flink.annotation.Internal;

/**
 * What a checkpoint keeps of the enumerator.
 *
 * @param known the ids of all splits that were ever made
 * @param unassigned those that no reader has yet
 * @param ended the producers of topics that are over
 */
@Internal
public record ProxySourceEnumState(
    Set<String> known, List<ProxySourceSplit> unassigned, Map<String, Set<UUID>> ended) {

  public ProxySourceEnumState {
    known = new TreeSet<>(known);
    unassigned = List.copyOf(unassigned);
    ended = new TreeMap<>(ended);
  }

  /** That of a source that has not begun. */
  public static ProxySourceEnumState empty() {
    return new ProxySourceEnumState(Set.of(), List.of(), Map.of());
  }
}
