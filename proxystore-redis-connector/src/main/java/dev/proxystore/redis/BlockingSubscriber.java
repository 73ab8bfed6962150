package dev.proxystore.redis;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.Subscriber;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisException;

/**
 * Waits in the server, on a connection of its own, so that an event is here as soon as it is there.
 * Each command waits for a short while only: between two of them this sees that it was woken up,
 * closed or interrupted.
 */
abstract class BlockingSubscriber implements Subscriber {
  private static final long SLICE_MILLIS = 100;

  private final BrokerServers servers;
  private final String topic;
  private final byte[] key;
  private final ReentrantLock polling = new ReentrantLock();
  private final ArrayDeque<Message> ready = new ArrayDeque<>();
  private volatile boolean woken;
  private volatile boolean closed;
  private volatile @Nullable Connection connection;

  /**
   * Reads from the server that has a key.
   *
   * @param topic for messages of errors
   */
  BlockingSubscriber(BrokerServers servers, String topic, byte[] key) {
    this.servers = servers;
    this.topic = topic;
    this.key = key;
  }

  /** Is called before each new connection. */
  void connecting() {}

  /**
   * The next messages; when there are none, waits for one up to so many milliseconds, if not 0.
   * More than asked for are kept for the next polls.
   */
  abstract List<Message> next(Connection from, int most, long millis);

  /** Is called once at the end, when no poll is under way. */
  void closing() {}

  final BrokerServers servers() {
    return servers;
  }

  final String topic() {
    return topic;
  }

  @Override
  public final List<Message> poll(int most, Duration timeout) {
    long start = System.nanoTime();
    long nanos = TimeUnit.NANOSECONDS.convert(timeout);
    polling.lock();
    try {
      while (ready.isEmpty() && !isInterrupted()) {
        long left = nanos - (System.nanoTime() - start);
        fill(most, Math.min(SLICE_MILLIS, TimeUnit.NANOSECONDS.toMillis(left + 999_999)));
        if (left <= 0) {
          break;
        }
      }
      return take(most);
    } finally {
      polling.unlock();
    }
  }

  /** Whether to return with nothing. */
  private boolean isInterrupted() {
    if (Thread.interrupted()) {
      Thread.currentThread().interrupt();
      throw new ProxyStoreException("Interrupted while waiting for events.", null);
    }
    boolean stop = woken || closed;
    woken = false;
    return stop;
  }

  private void fill(int most, long millis) {
    try {
      ready.addAll(next(connection(), most, Math.max(0, millis)));
    } catch (JedisException e) {
      disconnect();
      servers.forgetConnections();
      if (!closed) {
        throw servers.failure("cannot read the topic " + topic, e);
      }
    }
  }

  private Connection connection() {
    Connection open = connection;
    if (open == null) {
      connecting();
      open = servers.connectTo(key);
      long patience = servers.options().timeout().toMillis() + SLICE_MILLIS;
      open.setSoTimeout((int) patience);
      connection = open;
    }
    return open;
  }

  private List<Message> take(int most) {
    List<Message> taken = new ArrayList<>(Math.min(most, ready.size()));
    while (taken.size() < most && !ready.isEmpty()) {
      taken.add(ready.remove());
    }
    return taken;
  }

  private void disconnect() {
    Connection open = connection;
    connection = null;
    if (open != null) {
      try {
        open.forceDisconnect();
      } catch (IOException e) {
        // it is gone, which is what was wanted
      }
    }
  }

  @Override
  public final void wakeUp() {
    woken = true;
  }

  @Override
  public final void close() {
    boolean first = !closed;
    closed = true;
    lockAgainstPolls();
    try {
      disconnect();
      ready.clear();
      if (first) {
        closing();
      }
    } catch (ProxyStoreException e) {
      // the server is away, and others find out what this would have told it
    } finally {
      polling.unlock();
      servers.isClosed(this);
    }
  }

  /** Waits until a poll has seen that this is closed; one that hangs is cut off. */
  private void lockAgainstPolls() {
    try {
      if (polling.tryLock(2 * SLICE_MILLIS, TimeUnit.MILLISECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    disconnect();
    polling.lock();
  }
}
