package dev.proxystore.benchmarks.checkpoint;

import dev.proxystore.benchmarks.job.Tally;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Keeps what comes for each key, as one does who waits for more of it. */
@SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
final class Hold<C> extends KeyedProcessFunction<Long, Tuple2<Long, C>, Long> {
  private static final long serialVersionUID = 1L;

  private final TypeInformation<C> type;
  private final Tally held;
  private transient ValueState<C> state;

  Hold(TypeInformation<C> type, Tally held) {
    this.type = type;
    this.held = held;
  }

  @Override
  public void open(OpenContext context) {
    state = getRuntimeContext().getState(new ValueStateDescriptor<>("held", type));
  }

  @Override
  public void processElement(Tuple2<Long, C> item, Context context, Collector<Long> out)
      throws Exception {
    state.update(item.f1);
    held.increment(getRuntimeContext().getTaskInfo().getIndexOfThisSubtask());
  }
}
