package dev.proxystore.hazelcast;

import com.hazelcast.topic.ITopic;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/** Keeps what comes until it is polled, as far as there is room. */
final class TopicSubscriber extends HazelcastSubscriber {
  private final BrokerLink link;
  private final String topic;
  private final ITopic<byte[]> source;
  private final ArrayBlockingQueue<byte[]> buffer;

  /** How many were dropped; what comes behind a gap is, until it has been reported. */
  private final AtomicLong dropped = new AtomicLong();

  private final UUID listener;
  private int breaks;

  TopicSubscriber(BrokerLink link, String topic) {
    super(link);
    this.link = link;
    this.topic = topic;
    this.buffer = new ArrayBlockingQueue<>(link.options().buffer());
    this.breaks = link.breaks();
    String name = link.address().structure(topic);
    this.source = link.call(problem(), () -> link.instance().getTopic(name));
    this.listener =
        link.call(
            problem(),
            () -> source.addMessageListener(message -> accept(message.getMessageObject())));
    link.add(this);
  }

  private String problem() {
    return "cannot listen to topic '" + topic + "'";
  }

  private void accept(byte[] frame) {
    if (dropped.get() > 0 || !buffer.offer(frame)) {
      dropped.incrementAndGet();
    }
    changed();
  }

  @Override
  List<Message> next(int most) {
    List<byte[]> frames = new ArrayList<>();
    if (buffer.drainTo(frames, most) == 0) {
      reportLoss();
    }
    return frames.stream().map(frame -> new Message(0, "", frame)).toList();
  }

  private void reportLoss() {
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      throw failure(
          "has sent %d events more of topic '%s' than wait in a subscriber, which are lost. Poll more often, or let more than %d wait with the option buffer."
              .formatted(lost, topic, link.options().buffer()));
    }
    int now = link.breaks();
    if (now != breaks) {
      breaks = now;
      throw failure(
          "lost or regained its connection, or lost members: what was published to topic '%s' meanwhile is lost."
              .formatted(topic));
    }
    if (!link.instance().getLifecycleService().isRunning()) {
      throw failure(problem() + ": its Hazelcast instance was shut down.");
    }
  }

  private BrokerException failure(String problem) {
    return new BrokerException(link.address().given(), problem, null);
  }

  @Override
  void release() {
    source.removeMessageListener(listener);
  }
}
