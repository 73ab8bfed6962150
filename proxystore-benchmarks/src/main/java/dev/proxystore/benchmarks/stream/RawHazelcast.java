package dev.proxystore.benchmarks.stream;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.config.RingbufferConfig;
import com.hazelcast.core.HazelcastInstance;
import com.hazelcast.map.IMap;
import com.hazelcast.ringbuffer.OverflowPolicy;
import com.hazelcast.ringbuffer.ReadResultSet;
import com.hazelcast.ringbuffer.Ringbuffer;
import dev.proxystore.benchmarks.BenchHazelcast;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * What one would write with Hazelcast's client alone: objects in a map, their keys in a ring, both
 * without waiting for one after the other. Without repeats, checksums, several stores and the like.
 */
final class RawHazelcast implements Raw {
  private static final String RINGS = "by-hand-";

  /** Keys of a run, all of which a ring holds. */
  private static final int CAPACITY = 100_000;

  private static final String END = "";
  private static final int READ_AT_ONCE = 256;

  private final HazelcastInstance client;
  private final IMap<String, byte[]> objects;

  RawHazelcast(String hostAndPort) {
    ClientConfig config = new ClientConfig().setClusterName(BenchHazelcast.CLUSTER);
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.getNetworkConfig().addAddress(hostAndPort);
    client = HazelcastClient.newHazelcastClient(config);
    client.getConfig().addRingBufferConfig(new RingbufferConfig(RINGS + "*").setCapacity(CAPACITY));
    objects = client.getMap("by-hand");
  }

  private Ringbuffer<String> ring(String topic) {
    return client.getRingbuffer(RINGS + topic);
  }

  @Override
  public void send(String topic, byte[] object, int items, int depth) throws Exception {
    Ringbuffer<String> ring = ring(topic);
    for (int sent = 0; sent < items; sent += depth) {
      List<String> keys = new ArrayList<>(depth);
      List<CompletionStage<Void>> puts = new ArrayList<>(depth);
      for (int i = sent; i < Math.min(items, sent + depth); i++) {
        String key = topic + ":" + i;
        puts.add(objects.setAsync(key, object));
        keys.add(key);
      }
      for (CompletionStage<Void> put : puts) {
        Void unused = put.toCompletableFuture().get();
      }
      long unused = ring.addAllAsync(keys, OverflowPolicy.FAIL).toCompletableFuture().get();
    }
    long unused = ring.add(END);
  }

  @Override
  public List<Integer> receive(String topic, int depth) throws Exception {
    Ringbuffer<String> ring = ring(topic);
    List<Integer> sizes = new ArrayList<>();
    for (long from = 0; ; ) {
      ReadResultSet<String> keys =
          ring.readManyAsync(from, 1, READ_AT_ONCE, null).toCompletableFuture().get();
      List<CompletionStage<byte[]>> taken = new ArrayList<>(depth);
      for (String key : keys) {
        if (key.equals(END)) {
          add(taken, sizes);
          ring.destroy();
          return sizes;
        }
        taken.add(objects.removeAsync(key));
        if (taken.size() == depth) {
          add(taken, sizes);
        }
      }
      add(taken, sizes);
      from = keys.getNextSequenceToReadFrom();
    }
  }

  private static void add(List<CompletionStage<byte[]>> taken, List<Integer> sizes)
      throws Exception {
    for (CompletionStage<byte[]> each : taken) {
      sizes.add(each.toCompletableFuture().get().length);
    }
    taken.clear();
  }

  @Override
  public void close() {
    client.shutdown();
  }
}
