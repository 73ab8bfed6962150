package dev.proxystore.benchmarks.scaling;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.java.tuple.Tuple2;
import redis.clients.jedis.Jedis;

/** Publishes each item on a channel; what it sends on is its number alone. */
@SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
final class Publish extends RichMapFunction<Tuple2<Long, byte[]>, Long> {
  private static final long serialVersionUID = 1L;
  private static final int PAUSE_MILLIS = 10;

  private final int port;
  private final String channel;
  private transient Jedis jedis;
  private transient byte[] to;

  Publish(int port, String channel) {
    this.port = port;
    this.channel = channel;
  }

  @Override
  public void open(OpenContext context) {
    jedis = Receive.connect(port);
    to = channel.getBytes(UTF_8);
  }

  /** Again until the dispatcher listens. */
  @Override
  public Long map(Tuple2<Long, byte[]> item) throws InterruptedException {
    while (jedis.publish(to, item.f1) == 0) {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    }
    return item.f0;
  }

  @Override
  public void close() {
    if (jedis != null) {
      jedis.close();
    }
  }
}
