package dev.proxystore.examples;

import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreConfig;
import java.util.Arrays;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** A Flink job in which frames lie in Hazelcast and only proxies pass the shuffle. */
public final class FlinkQuickStart {
  private static final int MEBI = 1 << 20;

  private FlinkQuickStart() {}

  public static void main(String[] arguments) throws Exception {
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<byte[]> frames = env.fromSequence(1, 4).map(FlinkQuickStart::frame);
    // sample: begin
    // The frames go into the store; what goes on are proxies, of some tens of bytes each.
    StoreConfig store = StoreConfig.of("hazelcast:embedded/frames");
    DataStream<Proxy<byte[]>> proxies = ProxyStreams.put(frames, store);

    // Shuffles, filters and keys move proxies. A frame is fetched where it is computed with.
    ProxyStreams.resolve(proxies.rebalance(), frame -> brightness(frame), Types.INT).print();
    env.execute("Brightness of frames");
    // sample: end
  }

  private static byte[] frame(long number) {
    byte[] pixels = new byte[MEBI];
    Arrays.fill(pixels, (byte) number);
    return pixels;
  }

  private static int brightness(byte[] pixels) {
    long sum = 0;
    for (byte pixel : pixels) {
      sum += pixel;
    }
    return (int) (sum / pixels.length);
  }
}
