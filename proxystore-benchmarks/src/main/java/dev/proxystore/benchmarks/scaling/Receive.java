package dev.proxystore.benchmarks.scaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import redis.clients.jedis.BinaryJedisPubSub;
import redis.clients.jedis.Jedis;

/** The dispatcher of the baseline: takes an item from the channel for each number that comes. */
@SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
final class Receive extends RichMapFunction<Long, byte[]> {
  private static final long serialVersionUID = 1L;
  private static final int TIMEOUT_MILLIS = 60_000;
  private static final int LONGEST_WAIT_SECONDS = 30;
  private static final String BUFFER = "jedis.bufferSize";

  private final int port;
  private final String channel;
  private transient BlockingQueue<byte[]> items;
  private transient Jedis jedis;

  Receive(int port, String channel) {
    this.port = port;
    this.channel = channel;
  }

  /** With the settings that ProxyStore has found to pay. */
  static Jedis connect(int port) {
    if (System.getProperty(BUFFER) == null) {
      System.setProperty(BUFFER, "65536");
    }
    return new Jedis("127.0.0.1", port, TIMEOUT_MILLIS);
  }

  @Override
  public void open(OpenContext context) {
    items = new LinkedBlockingQueue<>();
    jedis = connect(port);
    BlockingQueue<byte[]> to = items;
    Jedis from = jedis;
    Thread thread = new Thread(() -> listen(from, to), "receive");
    thread.setDaemon(true);
    thread.start();
  }

  /** Until the connection is closed. */
  private void listen(Jedis from, BlockingQueue<byte[]> to) {
    try {
      from.subscribe(
          new BinaryJedisPubSub() {
            @Override
            public void onMessage(byte[] of, byte[] item) {
              to.add(item);
            }
          },
          channel.getBytes(UTF_8));
    } catch (RuntimeException e) {
      if (from.isConnected()) {
        throw e;
      }
    }
  }

  @Override
  public byte[] map(Long number) throws InterruptedException {
    byte[] item = items.poll(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS);
    if (item == null) {
      throw new IllegalStateException("The channel has lost the item " + number);
    }
    return item;
  }

  @Override
  public void close() {
    if (jedis != null) {
      jedis.disconnect();
    }
  }
}
