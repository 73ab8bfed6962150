package dev.proxystore.flink.source.reader;

import dev.proxystore.flink.source.ProxySourceSettings;
import dev.proxystore.flink.source.ProxySourceSettings.Trim;
import dev.proxystore.flink.source.split.ProxySourceSplitState;
import dev.proxystore.stream.event.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the broker is told once a checkpoint has completed: which messages of queues were taken, and
 * up to where logs can be trimmed. What belongs to a checkpoint that fails waits for the next one.
 * Used by the task's thread.
 */
final class AfterCheckpoint {
  /** What to tell the broker of a split. */
  record Errand(String splitId, Runnable work) {}

  private final ProxySourceSettings settings;
  private final BrokerLink link;
  private final NavigableMap<Long, List<Errand>> byCheckpoint = new TreeMap<>();

  AfterCheckpoint(ProxySourceSettings settings, BrokerLink link) {
    this.settings = settings;
    this.link = link;
  }

  /** A checkpoint contains a split as it is now. */
  void contains(long checkpoint, ProxySourceSplitState split) {
    trimming(split)
        .or(() -> acknowledging(split))
        .ifPresent(
            errand ->
                byCheckpoint.computeIfAbsent(checkpoint, absent -> new ArrayList<>()).add(errand));
  }

  private Optional<Errand> trimming(ProxySourceSplitState split) {
    String position = split.position();
    return settings.trim() == Trim.NEVER || position.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Errand(
                split.splitId(), () -> link.log().trim(split.topic(), split.number(), position)));
  }

  /** Takes over the messages of a queue that the broker does not know to have been taken. */
  Optional<Errand> acknowledging(ProxySourceSplitState split) {
    List<Message> messages = split.takeUnacknowledged();
    return messages.isEmpty()
        ? Optional.empty()
        : Optional.of(new Errand(split.splitId(), () -> acknowledge(split.splitId(), messages)));
  }

  private void acknowledge(String key, List<Message> messages) {
    SplitSubscriber subscriber = link.subscriber(key);
    if (subscriber != null) {
      subscriber.acknowledge(messages);
    }
  }

  /** What can be told now that a checkpoint has completed, in the order of the checkpoints. */
  List<Errand> completed(long checkpoint) {
    NavigableMap<Long, List<Errand>> contained = byCheckpoint.headMap(checkpoint, true);
    List<Errand> errands = contained.values().stream().flatMap(List::stream).toList();
    contained.clear();
    return errands;
  }
}
