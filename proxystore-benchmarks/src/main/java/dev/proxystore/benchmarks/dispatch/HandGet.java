package dev.proxystore.benchmarks.dispatch;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URI;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.async.ResultFuture;
import org.apache.flink.streaming.api.functions.async.RichAsyncFunction;
import redis.clients.jedis.RedisClient;

/**
 * Written by hand: fetches payloads ahead, on as many threads as ProxyStore does, and deletes each
 * with the command that reads it.
 */
@SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
final class HandGet extends RichAsyncFunction<Tuple2<Long, String>, byte[]> {
  private static final long serialVersionUID = 1L;

  private static final int THREADS = 8;
  private static final int MOST = 100;
  private static final int MOST_BYTES = 64 << 20;

  private final URI redis;
  private transient RedisClient client;
  private transient ExecutorService threads;

  HandGet(URI redis) {
    this.redis = redis;
  }

  /** How many payloads are fetched ahead: as ProxyStore does by default. */
  static int ahead(int size) {
    return Math.max(1, Math.min(MOST, MOST_BYTES / size));
  }

  @Override
  public void open(OpenContext context) {
    client = HandClient.open(redis, THREADS);
    threads = Executors.newFixedThreadPool(THREADS);
  }

  @Override
  public void asyncInvoke(Tuple2<Long, String> item, ResultFuture<byte[]> result) {
    String key = item.f1;
    threads.execute(() -> fetch(key, result));
  }

  private void fetch(String key, ResultFuture<byte[]> result) {
    try {
      byte[] payload = client.getDel(key.getBytes(UTF_8));
      if (payload == null) {
        throw new IllegalStateException("There is no object " + key);
      }
      result.complete(List.of(payload));
    } catch (RuntimeException e) {
      result.completeExceptionally(e);
    }
  }

  @Override
  public void close() {
    if (threads != null) {
      var unused = threads.shutdownNow();
      client.close();
    }
  }
}
