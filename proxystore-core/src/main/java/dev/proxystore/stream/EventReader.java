package dev.proxystore.stream;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Serializers;
import dev.proxystore.store.InlineFactory;
import dev.proxystore.stream.BadEventHandler.BadEvent;
import dev.proxystore.stream.event.EventException;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.StreamEvent;
import dev.proxystore.stream.event.StreamEvent.EndOfStream;
import dev.proxystore.stream.event.StreamEvent.ObjectSent;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * From messages to items: leaves out repeats and what the filter drops, and keeps count of ends.
 * Used by one thread, but for the counts.
 */
final class EventReader<T> {
  private final String topic;
  private final SeenEvents seen;
  private final StreamEnds ends;
  private final Filter filter;
  private final BadEventHandler badEvents;
  private final Serializers serializers;
  private final Releases dropped;
  private final AtomicLong badCount = new AtomicLong();
  private final AtomicLong repeatCount = new AtomicLong();

  /**
   * Has seen nothing yet.
   *
   * @param dropped takes what the filter drops
   */
  EventReader(
      StreamConsumerBuilder<T> settings, SeenEvents seen, StreamEnds ends, Releases dropped) {
    this.topic = settings.subscription.topic();
    this.seen = seen;
    this.ends = ends;
    this.filter = settings.filter;
    this.badEvents = settings.badEvents;
    this.serializers = settings.inlineSerializers.build();
    this.dropped = dropped;
  }

  /** The event of a message; one that cannot be read goes to who handles those. */
  Optional<StreamEvent> parse(Message message) {
    try {
      return Optional.of(EventFrame.read(message.frame()));
    } catch (EventException e) {
      badCount.incrementAndGet();
      badEvents.handle(
          new BadEvent(topic, message.partition(), message.position(), message.frame(), e));
      return Optional.empty();
    }
  }

  /** The item of an event, unless it has none that is to be handed out. */
  Optional<StreamItem<T>> read(StreamEvent event, int partition) {
    if (event instanceof EndOfStream end) {
      ends.sawEnd(end.producer(), partition);
      return Optional.empty();
    }
    return read((ObjectSent) event, partition);
  }

  /** The filter is asked first: if it fails the event was not seen. */
  private Optional<StreamItem<T>> read(ObjectSent event, int partition) {
    boolean isDropped = filter.drops(event.metadata());
    ends.sawObject(event.producer());
    if (!seen.isNew(partition, event.producer(), event.sequence())) {
      repeatCount.incrementAndGet();
      return Optional.empty();
    }
    if (isDropped) {
      dropped.add(event.proxy());
      return Optional.empty();
    }
    return Optional.of(item(event));
  }

  @SuppressWarnings("unchecked") // the consumer says what was sent
  private StreamItem<T> item(ObjectSent event) {
    Proxy<T> proxy =
        event.proxy().factory() instanceof InlineFactory<?> inline
            ? Proxy.of((InlineFactory<T>) inline.readBy(serializers))
            : (Proxy<T>) event.proxy();
    return new StreamItem<>(
        topic, proxy, event.metadata(), event.producer(), event.sequence(), event.sentAt());
  }

  /** Whether all producers have sent their ends. */
  boolean isEnded() {
    return ends.isComplete();
  }

  long badCount() {
    return badCount.get();
  }

  long repeatCount() {
    return repeatCount.get();
  }
}
