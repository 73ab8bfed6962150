package dev.proxystore.hazelcast;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.Subscriber;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Waits until the cluster says that something is new. It looks by itself once a second as well: a
 * notice may get lost with a connection.
 */
abstract class HazelcastSubscriber implements Subscriber {
  private static final long LONGEST_WAIT = TimeUnit.SECONDS.toNanos(1);

  private final BrokerLink link;
  private final Semaphore changes = new Semaphore(0);
  private final AtomicBoolean closed = new AtomicBoolean();
  private volatile boolean woken;

  HazelcastSubscriber(BrokerLink link) {
    this.link = link;
  }

  /** What there is now; does not wait for more. */
  abstract List<Message> next(int most);

  /** Gives back what it holds; the cluster may be gone. */
  abstract void release();

  /** There may be something new. */
  final void changed() {
    changes.release();
  }

  @Override
  public final List<Message> poll(int most, Duration timeout) {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!closed.get()) {
      changes.drainPermits();
      List<Message> messages = woken ? List.of() : look(most);
      long left = deadline - System.nanoTime();
      if (woken || !messages.isEmpty() || left <= 0) {
        woken = false;
        return messages;
      }
      await(Math.min(left, LONGEST_WAIT));
    }
    return List.of();
  }

  /** What fails while this is closed does so because it is closed. */
  private List<Message> look(int most) {
    try {
      return next(most);
    } catch (BrokerException e) {
      if (closed.get()) {
        return List.of();
      }
      throw e;
    }
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
  public final void wakeUp() {
    woken = true;
    changes.release();
  }

  @Override
  public final void close() {
    if (closed.compareAndSet(false, true)) {
      link.remove(this);
      changes.release();
      BrokerLink.quietly(this::release);
    }
  }
}
