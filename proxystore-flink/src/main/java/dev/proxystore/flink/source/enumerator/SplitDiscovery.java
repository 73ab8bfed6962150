package dev.proxystore.flink.source.enumerator;

import dev.proxystore.flink.source.ProxySourceSettings;
import dev.proxystore.flink.source.split.ProxySourceSplit;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.ReplayableBroker;
import dev.proxystore.stream.event.StartPosition;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The splits that topics have, each with a position that means the same whenever it is used. */
final class SplitDiscovery {
  private final ProxySourceSettings settings;
  private final int readers;

  SplitDiscovery(ProxySourceSettings settings, int readers) {
    this.settings = settings;
    this.readers = readers;
  }

  /** Those that are not known yet. */
  List<ProxySourceSplit> unknown(Set<String> known) {
    try (Broker broker = settings.open()) {
      return settings.topics().stream()
          .flatMap(topic -> ids(broker, topic).filter(id -> !known.contains(id.splitId())))
          .map(split -> split.isReplayable() ? positioned((ReplayableBroker) broker, split) : split)
          .toList();
    }
  }

  private Stream<ProxySourceSplit> ids(Broker broker, String topic) {
    return switch (broker.delivery()) {
      case REPLAYABLE ->
          IntStream.range(0, broker.partitions())
              .mapToObj(partition -> ProxySourceSplit.ofLog(topic, partition, ""));
      case QUEUE ->
          IntStream.range(0, readers)
              .mapToObj(i -> ProxySourceSplit.ofQueue(topic, i, settings.consumer() + '-' + i));
      case BROADCAST -> Stream.of(ProxySourceSplit.ofBroadcast(topic));
    };
  }

  private ProxySourceSplit positioned(ReplayableBroker broker, ProxySourceSplit split) {
    return ProxySourceSplit.ofLog(
        split.topic(), split.number(), position(broker, split.topic(), split.number()));
  }

  private String position(ReplayableBroker broker, String topic, int partition) {
    StartPosition start = settings.start();
    if (start instanceof StartPosition.Latest) {
      return broker.latest(topic, partition);
    }
    if (start instanceof StartPosition.Timestamp from) {
      return broker.at(topic, partition, from.time());
    }
    String given =
        start instanceof StartPosition.After after ? after.positions().get(partition) : null;
    return given == null ? broker.earliest(topic, partition) : given;
  }
}
