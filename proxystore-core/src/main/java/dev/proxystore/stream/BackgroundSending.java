package dev.proxystore.stream;

import dev.proxystore.ProxyStoreException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has what waits on one topic sent in the background: at once, by one thread at a time, or when a
 * batch has waited for long enough to fill. Safe for use by several threads.
 */
final class BackgroundSending {
  private static final Logger LOG = LoggerFactory.getLogger(BackgroundSending.class);

  /** What is done in the background. */
  interface Work {
    /** Whether there are full batches. */
    boolean isWaiting();

    /** Sends full batches, and tells those who wait for an object if it fails. */
    void sendBatches();

    /** Sends all. */
    void sendAll();
  }

  private final String topic;
  private final BackgroundThreads threads;
  private final Duration linger;
  private final Work work;
  private final AtomicBoolean running = new AtomicBoolean();
  private final AtomicBoolean lingering = new AtomicBoolean();
  private volatile boolean isWoken;
  private volatile boolean failing;

  BackgroundSending(String topic, BackgroundThreads threads, Duration linger, Work work) {
    this.topic = topic;
    this.threads = threads;
    this.linger = linger;
    this.work = work;
  }

  /** There are full batches. */
  void wakeUp() {
    isWoken = true;
    if (running.compareAndSet(false, true)) {
      threads.run(this::runUntilSent);
    }
  }

  /** There is a batch that is not full. */
  void linger() {
    if (!linger.isZero() && lingering.compareAndSet(false, true)) {
      threads.runAfter(linger, this::endLinger);
    }
  }

  private void endLinger() {
    lingering.set(false);
    boolean unused = attempt(work::sendAll);
  }

  /**
   * What comes while the last batch is sent may not have woken anybody up; and what comes after
   * those who wait were told of a failure has to be told of one too.
   */
  private void runUntilSent() {
    boolean sent;
    do {
      isWoken = false;
      try {
        sent = attempt(work::sendBatches);
      } finally {
        running.set(false);
      }
    } while ((isWoken || (sent && work.isWaiting())) && running.compareAndSet(false, true));
  }

  private boolean attempt(Runnable sending) {
    try {
      sending.run();
      failing = false;
      return true;
    } catch (ProxyStoreException e) {
      if (!failing) {
        LOG.warn(
            "Objects for the topic {} are kept until they can be sent. {}", topic, e.getMessage());
      }
      failing = true;
      return false;
    }
  }
}
