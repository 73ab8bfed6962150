package dev.proxystore.benchmarks.stream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.Response;
import redis.clients.jedis.StreamEntryID;
import redis.clients.jedis.params.XAddParams;
import redis.clients.jedis.params.XReadParams;
import redis.clients.jedis.resps.StreamEntryBinary;

/**
 * What one would write with Jedis alone: objects as values, their keys as entries of a stream, both
 * in pipelines as deep as those of ProxyStore. Without repeats, checksums, several stores and the
 * like.
 */
final class RawRedis implements Raw {
  private static final byte[] KEY = "key".getBytes(UTF_8);
  private static final byte[] END = "end".getBytes(UTF_8);
  private static final int BLOCK_MILLIS = 100;
  private static final int READ_AT_ONCE = 256;
  private static final int TIMEOUT_MILLIS = 30_000;

  private final Jedis jedis;

  RawRedis(String hostAndPort) {
    jedis =
        new Jedis(
            HostAndPort.from(hostAndPort),
            DefaultJedisClientConfig.builder().resp2().socketTimeoutMillis(TIMEOUT_MILLIS).build());
  }

  @Override
  public void send(String topic, byte[] object, int items, int depth) {
    byte[] stream = topic.getBytes(UTF_8);
    int sent = 0;
    while (sent < items) {
      Pipeline pipeline = jedis.pipelined();
      List<byte[]> keys = new ArrayList<>(depth);
      for (int i = 0; i < depth && sent + i < items; i++) {
        byte[] key = (topic + ":" + (sent + i)).getBytes(UTF_8);
        pipeline.set(key, object);
        keys.add(key);
      }
      keys.forEach(key -> pipeline.xadd(stream, XAddParams.xAddParams(), Map.of(KEY, key)));
      pipeline.sync();
      sent += keys.size();
    }
    jedis.xadd(stream, XAddParams.xAddParams(), Map.of(END, END));
  }

  @Override
  public List<Integer> receive(String topic, int depth) {
    List<Integer> sizes = new ArrayList<>();
    byte[] from = "0-0".getBytes(UTF_8);
    while (true) {
      List<byte[]> keys = new ArrayList<>();
      boolean ended = false;
      for (StreamEntryBinary entry : read(topic, from)) {
        from = entry.getID().toString().getBytes(UTF_8);
        byte[] key = key(entry);
        if (key == null) {
          ended = true;
        } else {
          keys.add(key);
        }
      }
      for (int i = 0; i < keys.size(); i += depth) {
        take(keys.subList(i, Math.min(i + depth, keys.size())), sizes);
      }
      if (ended) {
        return sizes;
      }
    }
  }

  /** Arrays are equal to themselves only, and an entry has one field. */
  private static byte @Nullable [] key(StreamEntryBinary entry) {
    Map.Entry<byte[], byte[]> field = entry.getFields().entrySet().iterator().next();
    return Arrays.equals(field.getKey(), KEY) ? field.getValue() : null;
  }

  private List<StreamEntryBinary> read(String topic, byte[] from) {
    var streams =
        jedis.xreadBinaryAsMap(
            XReadParams.xReadParams().count(READ_AT_ONCE).block(BLOCK_MILLIS),
            Map.of(topic.getBytes(UTF_8), new StreamEntryID(new String(from, UTF_8))));
    return streams == null ? List.of() : streams.values().iterator().next();
  }

  private void take(List<byte[]> keys, List<Integer> sizes) {
    Pipeline pipeline = jedis.pipelined();
    List<Response<byte[]>> objects = new ArrayList<>(keys.size());
    keys.forEach(key -> objects.add(pipeline.getDel(key)));
    pipeline.sync();
    objects.forEach(each -> sizes.add(each.get().length));
  }

  @Override
  public void close() {
    jedis.close();
  }
}
