package dev.proxystore.stream;

import dev.proxystore.connector.Key;
import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.Serializers;
import dev.proxystore.store.InlineFactory;
import dev.proxystore.store.OnResolve;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.store.Stores;
import dev.proxystore.stream.BadEventHandler.BadEvent;
import dev.proxystore.stream.event.EventException;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.StreamEvent;
import dev.proxystore.stream.event.StreamEvent.EndOfStream;
import dev.proxystore.stream.event.StreamEvent.ObjectSent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * From messages to items: reads the events, leaves out repeats and what the filter drops, and keeps
 * count of ends. A message is acknowledged when the next item is asked for. Used by one thread, but
 * for {@link #close}.
 */
final class Inbox<T> {
  /** How many messages are asked for at once. */
  static final int MOST_AT_ONCE = 256;

  private final String topic;
  private final Reconnecting messages;
  private final SeenEvents seen;
  private final StreamEnds ends;
  private final Filter filter;
  private final BadEventHandler badEvents;
  private final Serializers serializers;

  /** Held by the thread that polls. */
  private final ReentrantLock inUse = new ReentrantLock();

  private final ArrayDeque<Message> arrived = new ArrayDeque<>();
  private final List<Message> done = new ArrayList<>();
  private final Map<StoreAddress, List<Key>> dropped = new HashMap<>();
  private @Nullable Message handedOut;
  private final AtomicLong badCount = new AtomicLong();
  private final AtomicLong repeatCount = new AtomicLong();

  Inbox(
      String topic,
      Reconnecting messages,
      SeenEvents seen,
      StreamEnds ends,
      Filter filter,
      BadEventHandler badEvents,
      Serializers serializers) {
    this.topic = topic;
    this.messages = messages;
    this.seen = seen;
    this.ends = ends;
    this.filter = filter;
    this.badEvents = badEvents;
    this.serializers = serializers;
  }

  /** The next item, or empty if none came in time, or the stream has ended or was closed. */
  Optional<StreamItem<T>> poll(Duration timeout) {
    inUse.lock();
    try {
      return pollAlone(timeout);
    } finally {
      inUse.unlock();
    }
  }

  /** Acknowledges what was used, unless another thread is waiting for an item. */
  void close() {
    if (inUse.tryLock()) {
      try {
        acknowledge();
      } finally {
        inUse.unlock();
      }
    }
    messages.close();
  }

  private Optional<StreamItem<T>> pollAlone(Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    finishHandedOut();
    while (true) {
      Optional<StreamItem<T>> item = next();
      if (item.isPresent() || messages.isClosed()) {
        return item;
      }
      if (isEnded()) {
        acknowledge();
        return item;
      }
      long left = deadline - System.nanoTime();
      receive(Duration.ofNanos(Math.max(0, left)));
      if (left <= 0 && arrived.isEmpty()) {
        return Optional.empty();
      }
    }
  }

  boolean isEnded() {
    return arrived.isEmpty() && ends.isComplete();
  }

  private void finishHandedOut() {
    if (handedOut != null) {
      done.add(handedOut);
      handedOut = null;
    }
  }

  /** Passes over what gives no item. */
  private Optional<StreamItem<T>> next() {
    while (!arrived.isEmpty()) {
      Message message = arrived.remove();
      Optional<StreamItem<T>> item = read(message);
      if (item.isPresent()) {
        handedOut = message;
        return item;
      }
      done.add(message);
    }
    evictDropped();
    return Optional.empty();
  }

  private void receive(Duration timeout) {
    acknowledge();
    arrived.addAll(messages.poll(MOST_AT_ONCE, timeout));
  }

  private void evictDropped() {
    dropped.forEach((store, keys) -> Stores.getOrOpen(store).evictBatch(keys));
    dropped.clear();
  }

  /** Says that what was handed out before the last item has been used. */
  void acknowledge() {
    if (!done.isEmpty() && messages.acknowledge(done)) {
      done.clear();
    }
  }

  private Optional<StreamItem<T>> read(Message message) {
    StreamEvent event;
    try {
      event = EventFrame.read(message.frame());
    } catch (EventException e) {
      badCount.incrementAndGet();
      badEvents.handle(
          new BadEvent(topic, message.partition(), message.position(), message.frame(), e));
      return Optional.empty();
    }
    if (event instanceof EndOfStream end) {
      ends.sawEnd(end.producer(), message.partition());
      return Optional.empty();
    }
    return read((ObjectSent) event, message.partition());
  }

  private Optional<StreamItem<T>> read(ObjectSent event, int partition) {
    ends.sawObject(event.producer());
    if (!seen.isNew(partition, event.producer(), event.sequence())) {
      repeatCount.incrementAndGet();
      return Optional.empty();
    }
    if (filter.drops(event.metadata())) {
      release(event.proxy());
      return Optional.empty();
    }
    return Optional.of(item(event));
  }

  private void release(Proxy<?> proxy) {
    if (proxy.factory() instanceof StoreFactory<?> stored
        && stored.onResolve() == OnResolve.EVICT) {
      dropped.computeIfAbsent(stored.store(), key -> new ArrayList<>()).add(stored.key());
    }
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

  long badCount() {
    return badCount.get();
  }

  long repeatCount() {
    return repeatCount.get();
  }
}
