package dev.proxystore.stream;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.PositionGoneException;
import dev.proxystore.stream.event.Subscriber;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Polls a subscriber, and if its broker is lost tries again, at growing intervals, until it has
 * been away for too long. Polls come from one thread; {@link #close} from any.
 */
final class Reconnecting implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Reconnecting.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final Subscriber subscriber;
  private final Duration patience;
  private final CountDownLatch closed = new CountDownLatch(1);
  private long lostAt;
  private Duration pause = Duration.ZERO;

  Reconnecting(Subscriber subscriber, Duration patience) {
    this.subscriber = subscriber;
    this.patience = patience;
  }

  /** What came, or nothing if nothing did in time or the broker is away. */
  List<Message> poll(int most, Duration timeout) {
    try {
      List<Message> messages = subscriber.poll(most, timeout);
      found();
      return messages;
    } catch (PositionGoneException e) {
      throw e;
    } catch (BrokerException e) {
      waitFor(lost(e), timeout);
      return List.of();
    }
  }

  /** Whether the broker knows; if it is away it will be told again. */
  boolean acknowledge(List<Message> messages) {
    try {
      subscriber.acknowledge(messages);
      return true;
    } catch (BrokerException e) {
      LOG.debug("Used events could not be acknowledged yet.", e);
      return false;
    }
  }

  private void found() {
    if (!pause.isZero()) {
      LOG.info("The broker is back.");
      pause = Duration.ZERO;
    }
  }

  private Duration lost(BrokerException reason) {
    if (pause.isZero()) {
      LOG.warn("Events stop until the broker is back. {}", reason.getMessage());
      lostAt = System.nanoTime();
      pause = FIRST_PAUSE;
    } else {
      pause =
          pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0
              ? pause.multipliedBy(2)
              : LONGEST_PAUSE;
    }
    if (System.nanoTime() - lostAt >= TimeUnit.NANOSECONDS.convert(patience)) {
      throw reason;
    }
    return pause;
  }

  private void waitFor(Duration wanted, Duration most) {
    try {
      boolean unused =
          closed.await(Math.min(wanted.toNanos(), most.toNanos()), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProxyStoreException("Interrupted while waiting for the broker to be back.", e);
    }
  }

  boolean isClosed() {
    return closed.getCount() == 0;
  }

  @Override
  public void close() {
    closed.countDown();
    subscriber.close();
  }
}
