package dev.proxystore.hazelcast;

import com.hazelcast.map.IMap;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.Publisher;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/** Publishes to queues, one batch after the other. */
final class QueuePublisher implements Publisher {
  private final BrokerLink link;
  private final QueueEntry entry;
  private final ReentrantLock lock = new ReentrantLock();

  QueuePublisher(BrokerLink link, QueueEntry entry) {
    this.link = link;
    this.entry = entry;
  }

  @Override
  public void publish(String topic, EventBatch events) {
    String full =
        "the queue of topic '%s' is full. Consume faster, or give it more capacity."
            .formatted(topic);
    lock.lock();
    try {
      Room.await(link, () -> entry.enter(topic, events), full);
    } finally {
      lock.unlock();
    }
  }

  /** Under the name of its producer, so that a repeat changes nothing. */
  @Override
  public void publishEnd(String topic, EventBatch end) {
    String name = ends(link, topic);
    long seconds = link.options().retention().toSeconds();
    link.call(
        "cannot publish the end of topic '" + topic + "'",
        () -> {
          IMap<String, byte[]> ends = link.instance().getMap(name);
          ends.set(end.producer().toString(), end.frames().get(0), seconds, TimeUnit.SECONDS);
          return end;
        });
  }

  /** The name of the map from producers of a topic to their ends. */
  static String ends(BrokerLink link, String topic) {
    return link.address().structure(topic) + ":ends";
  }

  @Override
  public void close() {
    // holds nothing
  }
}
