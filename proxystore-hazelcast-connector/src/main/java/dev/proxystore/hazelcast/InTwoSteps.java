package dev.proxystore.hazelcast;

import com.hazelcast.collection.IQueue;
import com.hazelcast.map.IMap;
import dev.proxystore.stream.event.EventBatch;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Adds to the queue, and then notes the number: two requests, and one more for a producer that is
 * new here. What another publisher sends for the same producer meanwhile is not seen.
 */
final class InTwoSteps implements QueueEntry {
  private static final int MOST_PRODUCERS = 1000;

  private final BrokerLink link;
  private final IMap<String, Long> numbers;

  @SuppressWarnings("serial") // never serialized
  private final Map<String, Long> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
          return size() > MOST_PRODUCERS;
        }
      };

  InTwoSteps(BrokerLink link) {
    this.link = link;
    this.numbers =
        link.call(
            "cannot open its map of producers",
            () -> link.instance().getMap(ProducerNumbers.map(link)));
  }

  @Override
  public boolean enter(String topic, EventBatch events) {
    String name = link.address().structure(topic);
    String key = ProducerNumbers.key(topic, events);
    return link.call(
        "cannot publish to topic '" + topic + "'",
        () -> {
          Long last = known.containsKey(key) ? known.get(key) : numbers.get(key);
          List<byte[]> frames = ProducerNumbers.newFrames(events, last);
          IQueue<byte[]> queue = link.instance().getQueue(name);
          return frames.isEmpty() || (hasTaken(queue, frames) && note(key, events.lastSequence()));
        });
  }

  /** Hazelcast says in two ways that a queue is full. */
  private static boolean hasTaken(IQueue<byte[]> queue, List<byte[]> frames) {
    try {
      return queue.addAll(frames);
    } catch (IllegalStateException e) {
      if (e.getClass() == IllegalStateException.class) {
        return false;
      }
      throw e; // such as that of an instance that was shut down
    }
  }

  private boolean note(String key, long last) {
    known.put(key, last);
    numbers.set(key, last, link.options().retention().toSeconds(), TimeUnit.SECONDS);
    return true;
  }
}
