package dev.proxystore.stream;

import dev.proxystore.proxy.Proxy;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.StreamEvent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What has come and what has been handed out of it. A message is acknowledged when the next item is
 * asked for; an object that was fetched ahead, and goes when it is resolved, is evicted after that.
 * Used by one thread, but for {@link #close}.
 */
final class Inbox<T> {
  /** How many messages are asked for at once. */
  static final int MOST_AT_ONCE = 256;

  /** What a broker is asked to wait at once, which need not know how to wait for ever. */
  private static final long LONGEST_POLL_NANOS = TimeUnit.HOURS.toNanos(1);

  private final Reconnecting messages;
  private final EventReader<T> events;
  private final FetchAhead fetchAhead;
  private final Releases releases;

  /** Held by the thread that polls. */
  private final ReentrantLock inUse = new ReentrantLock();

  private final ArrayDeque<Message> arrived = new ArrayDeque<>();
  private final ArrayDeque<Received<T>> ready = new ArrayDeque<>();
  private @Nullable RuntimeException failureBehindReady;
  private @Nullable Received<T> handedOut;
  private final List<Message> done = new ArrayList<>();

  private record Received<T>(Message message, StreamItem<T> item) {}

  Inbox(Reconnecting messages, EventReader<T> events, FetchAhead fetchAhead, Releases releases) {
    this.messages = messages;
    this.events = events;
    this.fetchAhead = fetchAhead;
    this.releases = releases;
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
        releaseIfUsed();
        acknowledge();
        releases.evict();
      } finally {
        inUse.unlock();
        messages.close();
      }
    } else {
      messages.close();
    }
  }

  private Optional<StreamItem<T>> pollAlone(Duration timeout) {
    long deadline = System.nanoTime() + TimeUnit.NANOSECONDS.convert(timeout);
    finishHandedOut();
    while (true) {
      Optional<StreamItem<T>> item = next();
      if (item.isPresent() || messages.isClosed()) {
        return item;
      }
      acknowledge();
      if (isEnded()) {
        releases.evict();
        return item;
      }
      long left = deadline - System.nanoTime();
      receive(Duration.ofNanos(Math.max(0, Math.min(left, LONGEST_POLL_NANOS))));
      if (left <= 0 && arrived.isEmpty()) {
        return Optional.empty();
      }
    }
  }

  /** Nothing is left to be evicted while this waits. */
  private void receive(Duration timeout) {
    if (!releases.isEmpty()) {
      arrived.addAll(messages.poll(MOST_AT_ONCE, Duration.ZERO));
      if (arrived.isEmpty()) {
        releases.evict();
      }
    }
    if (arrived.isEmpty()) {
      arrived.addAll(messages.poll(MOST_AT_ONCE, timeout));
    }
  }

  boolean isEnded() {
    return arrived.isEmpty() && ready.isEmpty() && failureBehindReady == null && events.isEnded();
  }

  private void finishHandedOut() {
    releaseIfUsed();
    if (handedOut != null) {
      done.add(handedOut.message());
      handedOut = null;
    }
  }

  /** Whoever resolves it from now on fetches it anew, which evicts it. */
  private void releaseIfUsed() {
    if (fetchAhead.isOn() && handedOut != null) {
      Proxy<T> proxy = handedOut.item().proxy();
      if (!proxy.dropFetched() && proxy.isResolved()) {
        releases.add(proxy);
      }
    }
  }

  private Optional<StreamItem<T>> next() {
    if (ready.isEmpty()) {
      throwFailure();
      readAhead();
    }
    handedOut = ready.poll();
    return Optional.ofNullable(handedOut).map(Received::item);
  }

  private void throwFailure() {
    RuntimeException failure = failureBehindReady;
    if (failure != null) {
      failureBehindReady = null;
      throw failure;
    }
  }

  /** One item, or as many as are fetched together. */
  private void readAhead() {
    if (fetchAhead.isOn()) {
      acknowledge(); // first: if the store of what was used is away, nothing is lost here
    }
    List<Message> given = new ArrayList<>();
    List<StreamItem<T>> items = new ArrayList<>();
    long bytes = 0;
    try {
      while (!arrived.isEmpty() && fetchAhead.hasRoom(items.size(), bytes)) {
        Message message = arrived.remove();
        Optional<StreamItem<T>> item = read(message);
        (item.isPresent() ? given : done).add(message);
        item.ifPresent(items::add);
        bytes += item.map(FetchAhead::size).orElse(0L);
      }
    } catch (RuntimeException e) {
      if (items.isEmpty()) {
        throw e;
      }
      failureBehindReady = e;
    }
    if (fetchAhead.isOn() && !items.isEmpty()) {
      fetchAhead.fetch(items);
    }
    for (int i = 0; i < items.size(); i++) {
      ready.add(new Received<>(given.get(i), items.get(i)));
    }
  }

  /** If the filter fails, the next call asks it of the same message again. */
  private Optional<StreamItem<T>> read(Message message) {
    Optional<StreamEvent> event = events.parse(message);
    try {
      return event.flatMap(parsed -> events.read(parsed, message.partition()));
    } catch (RuntimeException e) {
      arrived.addFirst(message);
      throw e;
    }
  }

  /** Says that what was handed out before the last item has been used. */
  void acknowledge() {
    if (!done.isEmpty() && messages.acknowledge(done)) {
      done.clear();
    }
    if (done.isEmpty()) {
      releases.evictIfMany();
    }
  }
}
