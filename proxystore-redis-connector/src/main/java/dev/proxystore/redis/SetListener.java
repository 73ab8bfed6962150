package dev.proxystore.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisException;

/** A thread that passes on what is told over a channel, until its connection fails or is closed. */
final class SetListener implements AutoCloseable {
  private static final int MESSAGE = 2;

  private final OwnConnection connection;
  private final Consumer<String> heard;
  private final Runnable lost;
  private volatile boolean over;
  private volatile boolean closed;
  private volatile long heardAt = System.nanoTime();

  /** Guarded by this: when the server was asked for a sign that it has not given yet, if ever. */
  private long askedAt;

  private boolean asked;

  private SetListener(OwnConnection connection, Consumer<String> heard, Runnable lost) {
    this.connection = connection;
    this.heard = heard;
    this.lost = lost;
  }

  /** Returns when the server knows that this listens. */
  static SetListener start(
      RedisServers servers, byte[] channel, Consumer<String> heard, Runnable lost) {
    SetListener listener = new SetListener(connect(servers, channel), heard, lost);
    try {
      listener.connection.executeCommand(new CommandArguments(Command.SUBSCRIBE).add(channel));
      listener.connection.setTimeoutInfinite();
    } catch (JedisException e) {
      listener.close();
      throw e;
    }
    Thread thread = new Thread(listener::run, "proxystore-redis-set");
    thread.setDaemon(true);
    thread.start();
    return listener;
  }

  /** What the pool has may be as old as a server that was started anew. */
  private static OwnConnection connect(RedisServers servers, byte[] channel) {
    try {
      return servers.connectTo(channel);
    } catch (JedisException e) {
      if (!RedisFailures.isBrokenOff(e)) {
        throw e;
      }
      servers.forgetConnections();
      return servers.connectTo(channel);
    }
  }

  private void run() {
    try {
      while (!over) {
        List<Object> message = Replies.list(connection.getUnflushedObject());
        heardAt = System.nanoTime();
        if (message.size() > MESSAGE) { // else it is the sign that was asked for
          heard.accept(new String(Replies.bytes(message.get(MESSAGE)), UTF_8));
        }
      }
    } catch (RuntimeException e) {
      fail();
    }
  }

  boolean isLive() {
    return !over;
  }

  /**
   * Asks a server that was silent for a while for a sign of life, and takes one that gives none for
   * the same time for gone.
   */
  synchronized void check(long nanos) {
    long now = System.nanoTime();
    asked = asked && heardAt - askedAt < 0;
    if (asked && now - askedAt > nanos) {
      fail();
    } else if (!asked && now - heardAt > nanos) {
      asked = true;
      askedAt = now;
      askForSign();
    }
  }

  private void askForSign() {
    try {
      connection.askForSign();
    } catch (JedisException e) {
      fail();
    }
  }

  private void fail() {
    over = true;
    hangUp();
    if (!closed) {
      lost.run();
    }
  }

  @Override
  public void close() {
    closed = true;
    over = true;
    hangUp();
  }

  private void hangUp() {
    try {
      connection.forceDisconnect();
    } catch (IOException e) {
      // it is gone, which is what was wanted
    }
  }
}
