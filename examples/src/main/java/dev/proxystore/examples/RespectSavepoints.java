package dev.proxystore.examples;

import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ProxyResolveOptions.Savepoints;
import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreConfig;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** Releases what it uses, but for what a savepoint holds. */
public final class RespectSavepoints {
  private RespectSavepoints() {}

  public static void main(String[] arguments) throws Exception {
    StoreConfig store = StoreConfig.of("local:notes");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.enableCheckpointing(100);
    readAloud(ProxyStreams.put(env.fromData("a note", "another one"), store)).print();
    env.execute("Loud notes");
  }

  private static DataStream<String> readAloud(DataStream<Proxy<String>> proxies) {
    // sample: begin
    return ProxyStreams.resolve(
        proxies,
        String::toUpperCase,
        Types.STRING,
        ProxyResolveOptions.defaults().setSavepoints(Savepoints.RESPECTED));
    // sample: end
  }
}
