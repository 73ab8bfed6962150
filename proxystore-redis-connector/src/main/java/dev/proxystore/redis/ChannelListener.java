package dev.proxystore.redis;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisException;

/** A thread that moves what comes over a channel into a buffer, until it fails or is closed. */
final class ChannelListener implements AutoCloseable {
  private static final int FRAME = 2;

  private final BrokerServers servers;
  private final OwnConnection connection;
  private final FrameBuffer buffer;
  private final AtomicLong heardAt = new AtomicLong(System.nanoTime());
  private long askedAt;
  private boolean asked;
  private volatile boolean closed;

  private ChannelListener(BrokerServers servers, OwnConnection connection, FrameBuffer buffer) {
    this.servers = servers;
    this.connection = connection;
    this.buffer = buffer;
  }

  /** Returns when the server knows that this listens. */
  static ChannelListener start(BrokerServers servers, byte[] channel, FrameBuffer buffer) {
    OwnConnection connection = servers.connectTo(channel);
    ChannelListener listener = new ChannelListener(servers, connection, buffer);
    try {
      connection.executeCommand(new CommandArguments(Command.SUBSCRIBE).add(channel));
      connection.setTimeoutInfinite();
    } catch (JedisException e) {
      listener.close();
      throw e;
    }
    Thread thread = new Thread(listener::run, "proxystore-redis-channel");
    thread.setDaemon(true);
    thread.start();
    return listener;
  }

  private void run() {
    try {
      while (!closed) {
        List<Object> message = Replies.list(connection.getUnflushedObject());
        heardAt.set(System.nanoTime());
        if (message.size() > FRAME) { // else it is the sign that was asked for
          buffer.add(Replies.bytes(message.get(FRAME)));
        }
      }
    } catch (JedisException e) {
      fail(e);
    } catch (RuntimeException e) {
      fail(new JedisConnectionException("The server sent what is no message.", e));
    }
  }

  /**
   * Asks a server that was silent for a while for a sign of life, and takes one that gives none for
   * the same time for gone. Called by one thread, now and then.
   */
  void check(long nanos) {
    long now = System.nanoTime();
    long heard = heardAt.get();
    boolean waits = asked && heard - askedAt < 0;
    asked = waits;
    if (waits && now - askedAt > nanos) {
      fail(new JedisConnectionException(new SocketTimeoutException("Read timed out")));
    } else if (!waits && now - heard > nanos) {
      asked = true;
      askedAt = now;
      askForSign();
    }
  }

  private void askForSign() {
    try {
      connection.askForSign();
    } catch (JedisException e) {
      fail(e);
    }
  }

  private void fail(JedisException e) {
    if (!closed) {
      servers.forgetConnections();
      buffer.fail(e);
    }
  }

  @Override
  public void close() {
    closed = true;
    try {
      connection.forceDisconnect();
    } catch (IOException e) {
      // it is gone, which is what was wanted
    }
  }
}
