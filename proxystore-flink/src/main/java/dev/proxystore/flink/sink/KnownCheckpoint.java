package dev.proxystore.flink.sink;

import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;

/**
 * Passes records on, and has state in every task. Flink tells a task which checkpoint it begins
 * with only if there is some of its state in it; that of a writer is missing if the task had
 * finished, or is new because the job was scaled up. Chained to the writer, so of the same task.
 */
final class KnownCheckpoint<IN> implements MapFunction<IN, IN>, CheckpointedFunction {
  private static final long serialVersionUID = 1L;

  @Override
  public IN map(IN record) {
    return record;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    context
        .getOperatorStateStore()
        .getBroadcastState(
            new MapStateDescriptor<>("proxystore-known-checkpoint", Types.STRING, Types.INT))
        .put("version", 1);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) {
    // what there is was put at the start
  }
}
