package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.stream.event.StartPosition;
import dev.proxystore.stream.event.Subscription;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.CommandArguments;

/**
 * The partitions that a subscriber reads, their keys, and where it begins in each. Immutable.
 *
 * @param numbers in their order
 * @param keys of each
 * @param starts the positions behind which to begin
 */
record StreamPartitions(
    String topic, List<Integer> numbers, List<TopicKeys> keys, Map<Integer, String> starts) {

  StreamPartitions {
    numbers = List.copyOf(numbers);
    keys = List.copyOf(keys);
    starts = Map.copyOf(starts);
  }

  static StreamPartitions of(StreamBroker broker, Subscription subscription) {
    String topic = subscription.topic();
    TreeSet<Integer> read = new TreeSet<>(subscription.partitions());
    if (read.isEmpty()) {
      IntStream.range(0, broker.partitions()).forEach(read::add);
    }
    if (read.first() < 0 || read.last() >= broker.partitions()) {
      throw new IllegalArgumentException(
          "The topic '%s' has the partitions 0 to %d, and %s were asked for."
              .formatted(topic, broker.partitions() - 1, read));
    }
    TreeMap<Integer, String> starts = new TreeMap<>();
    read.forEach(each -> starts.put(each, start(broker, topic, each, subscription.start())));
    List<TopicKeys> keys = read.stream().map(each -> broker.keys(topic, each)).toList();
    return new StreamPartitions(topic, List.copyOf(read), keys, starts);
  }

  private static String start(
      StreamBroker broker, String topic, int partition, StartPosition start) {
    if (start instanceof StartPosition.Latest) {
      return broker.latest(topic, partition);
    }
    if (start instanceof StartPosition.Timestamp from) {
      return broker.at(topic, partition, from.time());
    }
    if (start instanceof StartPosition.After after && after.positions().containsKey(partition)) {
      return StreamPosition.parse(after.positions().getOrDefault(partition, "")).toString();
    }
    return broker.earliest(topic, partition);
  }

  int size() {
    return numbers.size();
  }

  /** The key of the first; all lie on one server. */
  byte[] firstKey() {
    return keys.get(0).events();
  }

  TopicKeys keysOf(int partition) {
    return keys.get(numbers.indexOf(partition));
  }

  /**
   * Completes a command that reads some entries of every stream.
   *
   * @param most of all streams together; but one of each if it is less than there are streams
   * @param millis how long to wait, 0 for not at all
   * @param from for each partition
   */
  CommandArguments reading(
      CommandArguments command, int most, long millis, Map<Integer, String> from) {
    command.add("COUNT").add(Math.max(1, most / size()));
    if (millis > 0) {
      command.add("BLOCK").add(millis);
    }
    command.add("STREAMS");
    keys.forEach(each -> command.key(each.events()));
    numbers.forEach(each -> command.add(from.getOrDefault(each, ">").getBytes(UTF_8)));
    return command;
  }

  /** The entries in the answer to such a command. */
  List<Replies.Entry> entries(@Nullable Object reply) {
    List<Replies.Entry> entries = new ArrayList<>();
    for (Object each : Replies.list(reply)) {
      List<Object> stream = Replies.list(each);
      String base = Replies.text(stream.get(0));
      int partition = numbers.get(keys.indexOf(new TopicKeys(base)));
      entries.addAll(Replies.entries(partition, stream.get(1)));
    }
    return entries;
  }
}
