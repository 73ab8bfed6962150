package dev.proxystore.flink.source.enumerator;

import dev.proxystore.flink.source.ProxySourceSettings;
import dev.proxystore.flink.source.split.ProducersSeen;
import dev.proxystore.flink.source.split.ProxySourceSplit;
import dev.proxystore.flink.source.split.TopicEnded;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceEvent;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.jspecify.annotations.Nullable;

/**
 * Makes the splits of the topics, deals them out to the readers in turn, and tells these when a
 * topic is over. Used by the coordinator's thread; metrics look at what is not assigned from
 * others.
 */
@Internal
public final class ProxySourceEnumerator
    implements SplitEnumerator<ProxySourceSplit, ProxySourceEnumState> {
  private final ProxySourceSettings settings;
  private final SplitEnumeratorContext<ProxySourceSplit> context;
  private final Set<String> known;
  private final Map<Integer, List<ProxySourceSplit>> unassigned = new TreeMap<>();
  private final Map<String, Set<UUID>> ended;
  private final TopicEnds topicEnds = new TopicEnds();

  /** Goes on from a state. */
  public ProxySourceEnumerator(
      ProxySourceSettings settings,
      SplitEnumeratorContext<ProxySourceSplit> context,
      ProxySourceEnumState state) {
    this.settings = settings;
    this.context = context;
    this.known = new TreeSet<>(state.known());
    this.ended = new TreeMap<>(state.ended());
    deal(state.unassigned());
  }

  /**
   * Asks the broker for positions before anything else can happen, so that also the first
   * checkpoint has them: were they found in the background, a source that begins with the latest
   * event could begin later after a failure.
   */
  @Override
  public void start() {
    context.metricGroup().setUnassignedSplitsGauge(() -> (long) pending().size());
    List<ProxySourceSplit> found =
        new SplitDiscovery(settings, context.currentParallelism()).unknown(known);
    found.forEach(split -> known.add(split.splitId()));
    deal(found);
    context.registeredReaders().keySet().forEach(this::assign);
  }

  private void deal(List<ProxySourceSplit> splits) {
    for (int i = 0; i < splits.size(); i++) {
      giveTo(i % context.currentParallelism(), List.of(splits.get(i)));
    }
  }

  private synchronized void giveTo(int reader, List<ProxySourceSplit> splits) {
    unassigned.computeIfAbsent(reader, absent -> new ArrayList<>()).addAll(splits);
  }

  /** In order, so that they are dealt out in the same way whenever they are restored. */
  private synchronized List<ProxySourceSplit> pending() {
    return unassigned.values().stream()
        .flatMap(List::stream)
        .sorted(Comparator.comparing(ProxySourceSplit::splitId))
        .toList();
  }

  private synchronized @Nullable List<ProxySourceSplit> takeFor(int reader) {
    return unassigned.remove(reader);
  }

  @Override
  public void addReader(int reader) {
    assign(reader);
  }

  private void assign(int reader) {
    List<ProxySourceSplit> splits = takeFor(reader);
    if (splits != null) {
      context.assignSplits(new SplitsAssignment<>(Map.of(reader, splits)));
    }
    ended.forEach(
        (topic, producers) ->
            context.sendEventToSourceReader(reader, new TopicEnded(topic, producers)));
    if (settings.isBounded()) {
      context.signalNoMoreSplits(reader);
    }
  }

  @Override
  public void addSplitsBack(List<ProxySourceSplit> splits, int reader) {
    giveTo(reader, splits);
    if (context.registeredReaders().containsKey(reader)) {
      assign(reader);
    }
  }

  /** Readers have their splits from the beginning and do not ask. */
  @Override
  public void handleSplitRequest(int reader, @Nullable String hostname) {}

  @Override
  public void handleSourceEvent(int reader, SourceEvent event) {
    if (event instanceof ProducersSeen seen) {
      topicEnds.add(seen);
      String topic = seen.topic();
      if (!ended.containsKey(topic)) {
        topicEnds
            .producersIfOver(topic, splitsOf(topic))
            .ifPresent(producers -> end(topic, producers));
      }
    }
  }

  private long splitsOf(String topic) {
    return known.stream().filter(id -> id.startsWith(topic + '/')).count();
  }

  private void end(String topic, Set<UUID> producers) {
    ended.put(topic, producers);
    context
        .registeredReaders()
        .keySet()
        .forEach(
            reader -> context.sendEventToSourceReader(reader, new TopicEnded(topic, producers)));
  }

  @Override
  public ProxySourceEnumState snapshotState(long checkpointId) {
    return new ProxySourceEnumState(known, pending(), ended);
  }

  @Override
  public void close() {}
}
