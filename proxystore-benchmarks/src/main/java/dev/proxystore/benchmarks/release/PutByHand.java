package dev.proxystore.benchmarks.release;

import dev.proxystore.connector.StoreAddress;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.PutOptions;
import dev.proxystore.store.Stores;
import java.time.Duration;
import org.apache.flink.api.common.functions.MapFunction;

/** Puts each record under a random id, which no attempt of a task can be told from. */
final class PutByHand implements MapFunction<byte[], Proxy<byte[]>> {
  private static final long serialVersionUID = 1L;

  /** Long enough for an object to be used, and short enough for the server's memory. */
  private static final Duration TIME_TO_LIVE = Duration.ofSeconds(5);

  private final StoreAddress store;
  private final Arm arm;

  PutByHand(StoreAddress store, Arm arm) {
    this.store = store;
    this.arm = arm;
  }

  @Override
  public Proxy<byte[]> map(byte[] value) {
    PutOptions plain = PutOptions.defaults();
    return Stores.getOrOpen(store)
        .proxy(value, arm == Arm.EXPIRE ? plain.withTimeToLive(TIME_TO_LIVE) : plain);
  }
}
