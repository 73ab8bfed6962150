package dev.proxystore.flink.source.reader;

import dev.proxystore.flink.source.ProxySourceSettings;
import dev.proxystore.flink.source.split.ProducersSeen;
import dev.proxystore.flink.source.split.ProxySourceSplitState;
import dev.proxystore.flink.source.split.TopicEnded;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.flink.api.connector.source.SourceReaderContext;

/**
 * Finds out that splits of a bounded source are over. If the number of producers is known, a split
 * is over when it has read so many ends; otherwise the enumerator, which hears of the producers of
 * all splits, says which ends a split has to read. Used by the task's thread.
 */
final class BoundedEnds {
  private final ProxySourceSettings settings;
  private final SourceReaderContext context;
  private final Runnable wakeUp;
  private final Map<String, Set<UUID>> producersByTopic = new HashMap<>();
  private final Set<String> finishing = ConcurrentHashMap.newKeySet();

  /**
   * Of a reader without splits.
   *
   * @param wakeUp makes the fetcher look at {@link #finishing}
   */
  BoundedEnds(ProxySourceSettings settings, SourceReaderContext context, Runnable wakeUp) {
    this.settings = settings;
    this.context = context;
    this.wakeUp = wakeUp;
  }

  /** The splits of which nothing is to come; the fetcher removes those that it has finished. */
  Set<String> finishing() {
    return finishing;
  }

  void added(ProxySourceSplitState split) {
    report(split, split.producers().open(), split.producers().ended());
    check(split);
  }

  void appeared(ProxySourceSplitState split, UUID producer) {
    report(split, Set.of(producer), Set.of());
    finishing.remove(split.splitId());
  }

  void ended(ProxySourceSplitState split, UUID producer) {
    report(split, Set.of(), Set.of(producer));
    check(split);
  }

  void ended(TopicEnded topic, Iterable<ProxySourceSplitState> splits) {
    producersByTopic.put(topic.topic(), topic.producers());
    splits.forEach(this::check);
  }

  private void report(ProxySourceSplitState split, Set<UUID> open, Set<UUID> ended) {
    if (settings.isBounded() && settings.producers() == 0) {
      context.sendSourceEventToCoordinator(
          new ProducersSeen(split.topic(), split.splitId(), open, ended));
    }
  }

  private void check(ProxySourceSplitState split) {
    if (settings.isBounded() && isOver(split)) {
      finishing.add(split.splitId());
      wakeUp.run();
    }
  }

  private boolean isOver(ProxySourceSplitState split) {
    if (settings.producers() > 0) {
      return split.producers().ends() >= settings.producers();
    }
    Set<UUID> all = producersByTopic.get(split.topic());
    return all != null && split.producers().areOver(all);
  }
}
