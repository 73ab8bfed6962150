package dev.proxystore.examples;

import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Input;
import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Three operators use each object, which goes when all of them have released it. */
public final class SeveralConsumers {
  private SeveralConsumers() {}

  public static void main(String[] arguments) throws Exception {
    StoreConfig store = StoreConfig.of("local:pages");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.setParallelism(2);
    use(env.fromData("a page"), store).print();
    env.execute("Several consumers");
  }

  private static DataStream<String> use(DataStream<String> pages, StoreConfig store) {
    // sample: begin
    DataStream<Proxy<String>> proxies =
        ProxyStreams.put(pages, store, ProxyPutOptions.defaults().setFanOut(3));

    ProxyResolveOptions options = ProxyResolveOptions.defaults();
    DataStream<String> first =
        ProxyStreams.resolve(
            proxies, text -> text.substring(0, 1), Types.STRING, options.setConsumer("first"));
    DataStream<String> length =
        ProxyStreams.resolve(
            proxies, text -> "" + text.length(), Types.STRING, options.setConsumer("length"));

    // Each instance is given every page: together they are the third consumer.
    DataStream<String> everywhere =
        ProxyStreams.resolve(
            proxies.broadcast(),
            text -> "seen: " + text,
            Types.STRING,
            options.setConsumer("everywhere").setInput(Input.BROADCAST));
    // sample: end
    return first.union(length, everywhere);
  }
}
