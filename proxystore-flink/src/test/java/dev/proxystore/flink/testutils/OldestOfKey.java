package dev.proxystore.flink.testutils;

import dev.proxystore.proxy.Proxy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Queue;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps the latest proxies of each key in state and sends on what is older; at the end, all. */
public final class OldestOfKey
    extends KeyedProcessFunction<
        Integer, Tuple2<Integer, Proxy<String>>, Tuple2<Integer, Proxy<String>>> {
  private static final long serialVersionUID = 1L;
  private static final int KEPT = 10;

  private final TypeInformation<Tuple2<Integer, Proxy<String>>> type;
  private transient ListState<Tuple2<Integer, Proxy<String>>> latest;

  public OldestOfKey(TypeInformation<Tuple2<Integer, Proxy<String>>> type) {
    this.type = type;
  }

  @Override
  public void open(OpenContext context) {
    latest = getRuntimeContext().getListState(new ListStateDescriptor<>("latest", type));
  }

  @Override
  public void processElement(
      Tuple2<Integer, Proxy<String>> record,
      Context context,
      Collector<Tuple2<Integer, Proxy<String>>> out)
      throws Exception {
    context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    Queue<Tuple2<Integer, Proxy<String>>> all = new ArrayDeque<>();
    latest.get().forEach(all::add);
    all.add(record);
    if (all.size() > KEPT) {
      out.collect(all.remove());
    }
    latest.update(new ArrayList<>(all));
  }

  @Override
  public void onTimer(
      long time, OnTimerContext context, Collector<Tuple2<Integer, Proxy<String>>> out)
      throws Exception {
    for (Tuple2<Integer, Proxy<String>> each : latest.get()) {
      out.collect(each);
    }
    latest.clear();
  }
}
