package dev.proxystore.hazelcast;

import dev.proxystore.stream.event.EventBatch;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which events of a producer are new, by the number of the last that was published before. */
final class ProducerNumbers {
  private ProducerNumbers() {}

  /** The name of the map from producers of a topic to the last number of each. */
  static String map(BrokerLink link) {
    return link.address().own("numbers");
  }

  static String key(String topic, EventBatch events) {
    return topic + ":" + events.producer();
  }

  static List<byte[]> newFrames(EventBatch events, @Nullable Long last) {
    long known = last == null ? 0 : Math.max(0, last - events.firstSequence() + 1);
    int size = events.frames().size();
    return events.frames().subList((int) Math.min(size, known), size);
  }
}
