package dev.proxystore.flink.source.split;

import static java.util.Objects.requireNonNull;

import dev.proxystore.stream.event.Delivery;
import java.util.List;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.connector.source.SourceSplit;

/**
 * A part of a topic that one reader reads. Of a replayable broker: a partition, and how far it has
 * been read. Of a queue: one of the consumers that share the topic. Of a broadcast: all of it.
 *
 * @param number the partition, or which of the consumers; 0 of a broadcast
 * @param position behind which to read, in the broker's words; empty unless it is replayable
 * @param consumer the name that a queue knows the reader by; empty of others
 * @param producers what was read of producers so far
 * @param endsForgotten how many ends of producers were read that are no longer in the list
 */
@Internal
public record ProxySourceSplit(
    Delivery delivery,
    String topic,
    int number,
    String position,
    String consumer,
    List<SeenProducer> producers,
    long endsForgotten)
    implements SourceSplit {

  public ProxySourceSplit {
    requireNonNull(delivery, "delivery");
    requireNonNull(topic, "topic");
    requireNonNull(position, "position");
    requireNonNull(consumer, "consumer");
    producers = List.copyOf(producers);
  }

  /** A partition that is read behind a position. */
  public static ProxySourceSplit ofLog(String topic, int partition, String position) {
    return new ProxySourceSplit(Delivery.REPLAYABLE, topic, partition, position, "", List.of(), 0);
  }

  /** One of the consumers of a queue. */
  public static ProxySourceSplit ofQueue(String topic, int number, String consumer) {
    return new ProxySourceSplit(Delivery.QUEUE, topic, number, "", consumer, List.of(), 0);
  }

  /** All of a broadcast. */
  public static ProxySourceSplit ofBroadcast(String topic) {
    return new ProxySourceSplit(Delivery.BROADCAST, topic, 0, "", "", List.of(), 0);
  }

  /** The topic and the number; a topic has no slash in its name. */
  @Override
  public String splitId() {
    return topic + '/' + number;
  }

  public boolean isReplayable() {
    return delivery == Delivery.REPLAYABLE;
  }
}
