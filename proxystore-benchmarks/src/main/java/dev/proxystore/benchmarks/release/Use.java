package dev.proxystore.benchmarks.release;

import dev.proxystore.connector.Key;
import dev.proxystore.flink.ResolveFunction;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreFactory;
import dev.proxystore.store.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.LongAdder;
import org.apache.flink.util.Collector;

/** Looks at each object and counts it; evicts it in the background if told so. */
final class Use implements ResolveFunction<Proxy<byte[]>, byte[], Integer> {
  private static final long serialVersionUID = 1L;

  /** As many as make one request. */
  private static final int EVICTED_AT_ONCE = 64;

  private static final int PAGE = 4096;

  /** The objects that were used, by whichever instance in this process. */
  static final LongAdder USED = new LongAdder();

  private final Arm arm;
  private final ArrayList<Key> used = new ArrayList<>();

  Use(Arm arm) {
    this.arm = arm;
  }

  @Override
  public void process(Proxy<byte[]> proxy, byte[] value, Collector<Integer> out) {
    int sum = 0;
    for (int i = 0; i < value.length; i += PAGE) {
      sum += value[i];
    }
    out.collect(sum);
    USED.increment();
    if (arm == Arm.AT_ONCE) {
      evict((StoreFactory<?>) proxy.factory());
    }
  }

  private void evict(StoreFactory<?> object) {
    used.add(object.key());
    if (used.size() == EVICTED_AT_ONCE) {
      CompletableFuture<Void> unused =
          Stores.getOrOpen(object.store()).evictBatchAsync(List.copyOf(used));
      used.clear();
    }
  }
}
