package dev.proxystore.stream;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.serialize.SerializationException;
import dev.proxystore.stream.event.EventBatch;
import dev.proxystore.stream.event.EventFrame;
import dev.proxystore.stream.event.Publisher;
import dev.proxystore.stream.event.StreamEvent.EndOfStream;
import dev.proxystore.stream.event.StreamEvent.ObjectSent;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What one producer sends to one topic: gathers a batch, has it put, publishes it. What was put and
 * could not be published is kept as it is, numbers and all, so that a repeat is known as one.
 */
final class TopicSender<T> {
  private final String topic;
  private final UUID producer;
  private final Publisher publisher;
  private final ObjectPutter<T> putter;
  private final int batchSize;

  /** Held while a batch is put and published, so that events keep the order of their numbers. */
  private final ReentrantLock lock = new ReentrantLock();

  private final List<Outgoing<T>> waiting = new ArrayList<>();
  private @Nullable EventBatch unpublished;
  private long nextSequence;
  private boolean closed;
  private boolean ended;

  TopicSender(
      String topic, UUID producer, Publisher publisher, ObjectPutter<T> putter, int batchSize) {
    this.topic = topic;
    this.producer = producer;
    this.publisher = publisher;
    this.putter = putter;
    this.batchSize = batchSize;
  }

  void send(Outgoing<T> item) {
    locked(
        () -> {
          requireOpen();
          sendUnpublished(false);
          waiting.add(item);
          if (waiting.size() >= batchSize) {
            sendWaiting();
          }
        });
  }

  private void requireOpen() {
    if (closed) {
      throw new TopicClosedException(topic);
    }
  }

  void flush() {
    locked(this::sendAll);
  }

  private void sendAll() {
    sendUnpublished(true);
    if (!waiting.isEmpty()) {
      sendWaiting();
    }
  }

  /** Sends what is left, then announces the end, once. */
  void end() {
    locked(
        () -> {
          closed = true;
          sendAll();
          if (!ended) {
            EndOfStream end = new EndOfStream(producer, nextSequence, Instant.now());
            EventBatch batch =
                new EventBatch(producer, nextSequence, List.of(EventFrame.write(end)));
            publishing(true, () -> publisher.publishEnd(topic, batch));
            ended = true;
          }
        });
  }

  /** Gives up what could not be sent; its objects in stores are evicted. */
  int discard() {
    lock.lock();
    try {
      int kept = kept();
      waiting.forEach(Outgoing::discard);
      waiting.clear();
      if (unpublished != null) {
        unpublished.frames().forEach(Outgoing::discard);
        unpublished = null;
      }
      return kept;
    } finally {
      lock.unlock();
    }
  }

  private void sendUnpublished(boolean taken) {
    EventBatch batch = unpublished;
    if (batch != null) {
      publishing(taken, () -> publisher.publish(topic, batch));
      unpublished = null;
    }
  }

  private void sendWaiting() {
    Optional<SerializationException> unwritable = putWaiting();
    if (!waiting.isEmpty()) {
      unpublished = batch(waiting);
      waiting.clear();
      sendUnpublished(true);
    }
    unwritable.ifPresent(
        e -> {
          throw e;
        });
  }

  /** What waits gets its proxies; what nobody can write goes, and must not hold up the rest. */
  private Optional<SerializationException> putWaiting() {
    try {
      List<Outgoing<T>> ready = put(List.copyOf(waiting));
      waiting.clear();
      waiting.addAll(ready);
      return Optional.empty();
    } catch (SerializationException e) {
      waiting.replaceAll(this::putOne);
      waiting.removeIf(each -> each.proxy() == null);
      return Optional.of(e);
    }
  }

  private Outgoing<T> putOne(Outgoing<T> item) {
    try {
      return put(List.of(item)).get(0);
    } catch (SerializationException e) {
      return item; // the caller throws the first of these when the others have been sent
    }
  }

  private List<Outgoing<T>> put(List<Outgoing<T>> items) {
    try {
      return putter.put(items);
    } catch (SerializationException e) {
      throw e;
    } catch (ProxyStoreException e) {
      throw new StreamSendException(topic, kept(), true, e);
    }
  }

  private EventBatch batch(List<Outgoing<T>> ready) {
    long first = nextSequence;
    Instant now = Instant.now();
    List<byte[]> frames = new ArrayList<>(ready.size());
    for (Outgoing<T> each : ready) {
      Proxy<?> proxy = each.requireProxy();
      frames.add(
          EventFrame.write(
              new ObjectSent(producer, nextSequence++, now, each.options().metadata(), proxy)));
    }
    return new EventBatch(producer, first, frames);
  }

  private void publishing(boolean taken, Runnable work) {
    try {
      work.run();
    } catch (ProxyStoreException e) {
      throw new StreamSendException(topic, kept(), taken, e);
    }
  }

  private int kept() {
    return waiting.size() + (unpublished == null ? 0 : unpublished.frames().size());
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }
}
