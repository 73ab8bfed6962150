package dev.proxystore.stream;

import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.ReplayableBroker;
import dev.proxystore.stream.event.Subscriber;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;

/** Removes events from a log when they are acknowledged: of each partition, up to the last one. */
final class TrimmingSubscriber implements Subscriber {
  private final Subscriber subscriber;
  private final ReplayableBroker log;
  private final String topic;

  TrimmingSubscriber(Subscriber subscriber, ReplayableBroker log, String topic) {
    this.subscriber = subscriber;
    this.log = log;
    this.topic = topic;
  }

  @Override
  public List<Message> poll(int most, Duration timeout) {
    return subscriber.poll(most, timeout);
  }

  @Override
  public void acknowledge(Collection<Message> messages) {
    subscriber.acknowledge(messages);
    TreeMap<Integer, String> last = new TreeMap<>();
    messages.forEach(each -> last.put(each.partition(), each.position()));
    last.forEach((partition, position) -> log.trim(topic, partition, position));
  }

  @Override
  public void wakeUp() {
    subscriber.wakeUp();
  }

  @Override
  public void close() {
    subscriber.close();
  }
}
