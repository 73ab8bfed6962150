package dev.proxystore.flink.source.reader;

import dev.proxystore.flink.source.split.ProxySourceSplit;
import dev.proxystore.stream.event.Broker;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.StartPosition;
import dev.proxystore.stream.event.Subscriber;
import dev.proxystore.stream.event.Subscription;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A subscriber, and which splits its messages are of. */
final class SplitSubscriber {
  private final Subscriber subscriber;
  private final Map<Integer, Progress> byPartition;
  private volatile boolean woken;
  private boolean drained;

  private SplitSubscriber(Subscriber subscriber, Map<Integer, Progress> byPartition) {
    this.subscriber = subscriber;
    this.byPartition = byPartition;
  }

  /** Reads splits that share a key, each from where it is. */
  static SplitSubscriber open(Broker broker, Collection<Progress> splits) {
    ProxySourceSplit first = splits.iterator().next().split();
    Map<Integer, Progress> byPartition = new HashMap<>();
    splits.forEach(
        each -> byPartition.put(each.split().isReplayable() ? each.split().number() : 0, each));
    return new SplitSubscriber(
        broker.subscriber(subscription(first, byPartition)), Map.copyOf(byPartition));
  }

  private static Subscription subscription(ProxySourceSplit first, Map<Integer, Progress> splits) {
    Subscription all = Subscription.to(first.topic());
    return switch (first.delivery()) {
      case REPLAYABLE -> {
        Map<Integer, String> positions = new HashMap<>();
        splits.forEach((partition, split) -> positions.put(partition, split.position()));
        yield all.withPartitions(splits.keySet()).from(StartPosition.after(positions));
      }
      case QUEUE -> all.as(first.consumer());
      case BROADCAST -> all;
    };
  }

  boolean reads(Collection<Progress> splits) {
    return Set.copyOf(byPartition.values()).equals(Set.copyOf(splits));
  }

  Collection<Progress> splits() {
    return byPartition.values();
  }

  /** The split of a message. */
  Progress splitOf(Message message) {
    Progress only = byPartition.size() == 1 ? byPartition.values().iterator().next() : null;
    Progress split = only != null ? only : byPartition.get(message.partition());
    if (split == null) {
      throw new IllegalStateException(
          "Expected messages of the partitions %s, found one of %d."
              .formatted(byPartition.keySet(), message.partition()));
    }
    return split;
  }

  List<Message> poll(int most, Duration timeout) {
    List<Message> messages = subscriber.poll(most, timeout);
    drained = messages.isEmpty() && !woken;
    if (messages.isEmpty()) {
      woken = false;
    }
    return messages;
  }

  /** Whether the last poll waited and found nothing. */
  boolean isDrained() {
    return drained;
  }

  void acknowledge(Collection<Message> messages) {
    subscriber.acknowledge(messages);
  }

  /** Called by the task's thread. */
  void wakeUp() {
    woken = true;
    subscriber.wakeUp();
  }

  void close() {
    subscriber.close();
  }
}
