package dev.proxystore.hazelcast;

import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.Subscription;
import java.util.Collection;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Reads its partitions in turn. */
final class RingSubscriber extends HazelcastSubscriber {
  private final List<RingCursor> cursors;
  private int last = -1;

  RingSubscriber(
      BrokerLink link,
      Subscription subscription,
      int partitions,
      BiFunction<String, Integer, Ring> rings) {
    super(link);
    Collection<Integer> read =
        subscription.partitions().isEmpty()
            ? IntStream.range(0, partitions).boxed().toList()
            : subscription.partitions();
    this.cursors =
        read.stream()
            .sorted()
            .map(partition -> rings.apply(subscription.topic(), partition))
            .map(ring -> new RingCursor(link, ring, subscription.start(), this::changed))
            .toList();
    link.add(this);
  }

  @Override
  List<Message> next(int most) {
    for (int i = 0; i < cursors.size(); i++) {
      last = (last + 1) % cursors.size();
      List<Message> messages = cursors.get(last).take(most);
      if (!messages.isEmpty()) {
        return messages;
      }
    }
    return List.of();
  }

  @Override
  void release() {
    // the requests that wait in the cluster cannot be taken back
  }
}
