package dev.proxystore.benchmarks.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.UUID;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.java.tuple.Tuple2;
import redis.clients.jedis.RedisClient;

/** Written by hand: stores the payload, and sends its key on. */
@SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
final class HandPut extends RichMapFunction<Tuple2<Long, byte[]>, Tuple2<Long, String>> {
  private static final long serialVersionUID = 1L;

  private final URI redis;
  private transient RedisClient client;
  private transient String prefix;

  HandPut(URI redis) {
    this.redis = redis;
  }

  @Override
  public void open(OpenContext context) {
    client = HandClient.open(redis, 1);
    prefix = UUID.randomUUID() + ":";
  }

  @Override
  public Tuple2<Long, String> map(Tuple2<Long, byte[]> item) {
    String key = prefix + item.f0;
    String unused = client.set(key.getBytes(UTF_8), item.f1);
    return Tuple2.of(item.f0, key);
  }

  @Override
  public void close() {
    if (client != null) {
      client.close();
    }
  }
}
