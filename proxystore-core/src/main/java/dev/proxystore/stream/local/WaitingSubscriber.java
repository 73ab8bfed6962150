package dev.proxystore.stream.local;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.Subscriber;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Waits for topics to change. */
abstract class WaitingSubscriber implements Subscriber {
  private final List<LocalTopic> topics;
  private final Semaphore changes = new Semaphore(0);
  private final Runnable listener = changes::release;
  private volatile boolean woken;
  private volatile boolean closed;

  WaitingSubscriber(List<LocalTopic> topics) {
    this.topics = topics;
    topics.forEach(topic -> topic.addListener(listener));
  }

  /** What there is now; does not wait. */
  abstract List<Message> next(int most);

  @Override
  public List<Message> poll(int most, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!closed) {
      changes.drainPermits();
      List<Message> messages = woken ? List.of() : next(most);
      long left = deadline - System.nanoTime();
      if (woken || !messages.isEmpty() || left <= 0) {
        woken = false;
        return messages;
      }
      await(left);
    }
    return List.of();
  }

  private void await(long nanos) {
    try {
      boolean unused = changes.tryAcquire(nanos, TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProxyStoreException("Interrupted while waiting for events.", e);
    }
  }

  @Override
  public void wakeUp() {
    woken = true;
    changes.release();
  }

  @Override
  public void close() {
    closed = true;
    changes.release();
    topics.forEach(topic -> topic.removeListener(listener));
  }
}
