package dev.proxystore.benchmarks.chaos;

import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Gathers some proxies of each key in its state and sends them on together, the rest at the end of
 * the input. Some records it drops.
 */
@SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
final class Dispatcher extends KeyedProcessFunction<Integer, Parcel, Parcel> {
  private static final long serialVersionUID = 1L;

  private static final int TOGETHER = 5;
  private static final long AT_THE_END = Long.MAX_VALUE;

  private final TypeInformation<Parcel> type;
  private final OutputTag<Parcel> dropped;
  private transient ListState<Parcel> waiting;

  Dispatcher(TypeInformation<Parcel> type, OutputTag<Parcel> dropped) {
    this.type = type;
    this.dropped = dropped;
  }

  @Override
  public void open(OpenContext context) {
    waiting = getRuntimeContext().getListState(new ListStateDescriptor<>("waiting", type));
  }

  @Override
  public void processElement(Parcel parcel, Context context, Collector<Parcel> out)
      throws Exception {
    context.timerService().registerEventTimeTimer(AT_THE_END);
    List<Parcel> all = new ArrayList<>();
    waiting.get().forEach(all::add);
    all.add(parcel);
    if (all.size() < TOGETHER) {
      waiting.add(parcel);
    } else {
      waiting.clear();
      send(all, context, out);
    }
  }

  @Override
  public void onTimer(long timestamp, OnTimerContext context, Collector<Parcel> out)
      throws Exception {
    List<Parcel> all = new ArrayList<>();
    waiting.get().forEach(all::add);
    waiting.clear();
    send(all, context, out);
  }

  private void send(List<Parcel> all, Context context, Collector<Parcel> out) {
    for (Parcel each : all) {
      if (Records.isDropped(each.number())) {
        context.output(dropped, each);
      } else {
        out.collect(each);
      }
    }
  }
}
