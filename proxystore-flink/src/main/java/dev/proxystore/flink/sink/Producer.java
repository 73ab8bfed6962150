package dev.proxystore.flink.sink;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.StreamEvent.ObjectSent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Numbers the events of one writer. The numbers of an attempt begin above all that an earlier
 * attempt can have used: an event that was published and is not in the checkpoint keeps its number
 * to itself, so consumers drop no other event as a repeat of it.
 */
final class Producer {
  /** 2025-01-01T00:00:00Z. */
  private static final long EPOCH_MILLIS = 1_735_689_600_000L;

  /** Room for a million events a second, topic and writer between the starts of two attempts. */
  private static final int BITS_PER_MILLISECOND = 10;

  private final UUID id;
  private final long floor;
  private final TreeMap<String, Long> next;

  /** A producer that goes on from these numbers, at a time after they were used. */
  Producer(ProducerNumbers known, Instant now) {
    this.id = known.producer();
    this.next = new TreeMap<>(known.next());
    this.floor = floor(now);
  }

  static long floor(Instant now) {
    return Math.max(0, now.toEpochMilli() - EPOCH_MILLIS) << BITS_PER_MILLISECOND;
  }

  /** Counts a topic among those of this producer before it sends anything there. */
  void addTopic(String topic) {
    next.putIfAbsent(topic, 0L);
  }

  EventBatch batch(String topic, List<Item> items, List<? extends Proxy<?>> proxies) {
    long first = Math.max(floor, next.getOrDefault(topic, 0L));
    Instant now = Instant.now();
    List<byte[]> frames = new ArrayList<>(items.size());
    for (int i = 0; i < items.size(); i++) {
      frames.add(
          EventFrame.write(
              new ObjectSent(id, first + i, now, items.get(i).metadata(), proxies.get(i))));
    }
    next.put(topic, first + frames.size());
    return new EventBatch(id, first, frames);
  }

  ProducerNumbers numbers() {
    return new ProducerNumbers(id, next);
  }

  /**
   * The numbers of the ends of a producer's topics, be it this one or one that it stands in for.
   */
  ProducerNumbers ends(ProducerNumbers of) {
    return of.atLeast(floor);
  }
}
