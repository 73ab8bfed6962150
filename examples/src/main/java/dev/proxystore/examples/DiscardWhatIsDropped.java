package dev.proxystore.examples;

import dev.proxystore.flink.ProxyDiscardOptions;
import dev.proxystore.flink.ProxyStreams;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreConfig;
import dev.proxystore.store.StoreFactory;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/** Filters proxies by what they say of their objects, and releases those of the ones it drops. */
public final class DiscardWhatIsDropped {
  private DiscardWhatIsDropped() {}

  public static void main(String[] arguments) throws Exception {
    StoreConfig store = StoreConfig.of("local:notes");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<String> notes = env.fromData("a note", "a note that is too long to be read");
    readShort(ProxyStreams.put(notes, store), store).print();
    env.execute("Short notes");
  }

  private static DataStream<String> readShort(
      DataStream<Proxy<String>> proxies, StoreConfig store) {
    // sample: begin
    ProxyTypeInfo<String> type = ProxyTypeInfo.forValues(Types.STRING).withStore(store.address());
    OutputTag<Proxy<String>> dropped = new OutputTag<>("dropped", type);

    SingleOutputStreamOperator<Proxy<String>> kept =
        proxies.process(new KeepShort(dropped)).returns(type);
    ProxyStreams.discard(kept.getSideOutput(dropped), ProxyDiscardOptions.defaults());

    return ProxyStreams.resolve(kept, text -> text, Types.STRING);
    // sample: end
  }

  private static final class KeepShort extends ProcessFunction<Proxy<String>, Proxy<String>> {
    private static final long serialVersionUID = 1L;
    private final OutputTag<Proxy<String>> dropped;

    KeepShort(OutputTag<Proxy<String>> dropped) {
      this.dropped = dropped;
    }

    @Override
    public void processElement(Proxy<String> proxy, Context context, Collector<Proxy<String>> out) {
      if (proxy.factory() instanceof StoreFactory<?> stored && stored.key().length() <= 20) {
        out.collect(proxy);
      } else {
        context.output(dropped, proxy);
      }
    }
  }
}
