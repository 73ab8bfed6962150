package dev.proxystore.redis;

import dev.proxystore.ProxyStoreException;
import dev.proxystore.stream.event.BrokerException;
import dev.proxystore.stream.event.Message;
import dev.proxystore.stream.event.Subscriber;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.exceptions.JedisException;

/** Listens to a channel from its creation on; again after a connection broke off, when polled. */
final class PubSubReader implements Subscriber {
  private final BrokerServers servers;
  private final String topic;
  private final byte[] channel;
  private final FrameBuffer buffer;
  private final ReentrantLock connecting = new ReentrantLock();
  private @Nullable ChannelListener listener;
  private volatile boolean closed;

  PubSubReader(BrokerServers servers, String topic, byte[] channel) {
    this.servers = servers;
    this.topic = topic;
    this.channel = channel;
    this.buffer = new FrameBuffer(servers.options().bufferSize());
    listen();
  }

  private ChannelListener listen() {
    connecting.lock();
    try {
      if (listener == null) {
        listener = ChannelListener.start(servers, channel, buffer);
      }
      return listener;
    } catch (JedisException e) {
      throw failure(e);
    } finally {
      connecting.unlock();
    }
  }

  private BrokerException failure(JedisException e) {
    return servers.failure("cannot listen to the topic " + topic, e);
  }

  @Override
  public List<Message> poll(int most, Duration timeout) {
    if (closed) {
      return List.of();
    }
    FrameBuffer.Next next = take(listen(), most, TimeUnit.NANOSECONDS.convert(timeout));
    if (closed) {
      hangUp(); // if it was closed just before this began to listen
      return List.of();
    }
    if (next.failure() != null) {
      hangUp();
      throw failure(next.failure());
    }
    if (next.lost() > 0) {
      throw overflow(next.lost());
    }
    return next.frames().stream().map(each -> new Message(0, "", each)).toList();
  }

  /** Waits in turns, and between two of them looks whether the server is still there. */
  private FrameBuffer.Next take(ChannelListener from, int most, long nanos) {
    long start = System.nanoTime();
    long patience = servers.options().timeout().toNanos();
    try {
      while (true) {
        from.check(patience);
        long left = nanos - (System.nanoTime() - start);
        FrameBuffer.Next next = buffer.take(most, Math.min(left, patience));
        if (next.isSomething() || left <= patience) {
          return next;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ProxyStoreException("Interrupted while waiting for events.", e);
    }
  }

  private BrokerException overflow(long lost) {
    return new BrokerException(
        servers.address(),
        "has sent %d events of the topic %s more than this subscriber could hold, and they are lost to it. Poll faster, raise the option %s (%d), or use broker=stream, which loses none."
            .formatted(lost, topic, RedisBrokerOptions.BUFFER_SIZE, servers.options().bufferSize()),
        null);
  }

  private void hangUp() {
    connecting.lock();
    try {
      if (listener != null) {
        listener.close();
        listener = null;
      }
    } finally {
      connecting.unlock();
    }
  }

  @Override
  public void wakeUp() {
    buffer.wakeUp();
  }

  @Override
  public void close() {
    closed = true;
    buffer.wakeUp();
    hangUp();
    servers.isClosed(this);
  }
}
