package dev.proxystore.flink.sink;

import dev.proxystore.flink.operators.OperatorStores;
import dev.proxystore.flink.orphans.Checkpoints;
import dev.proxystore.flink.orphans.SavepointPins;
import dev.proxystore.flink.orphans.TakenSavepoint;
import dev.proxystore.store.StoreConfig;
import java.util.List;
import java.util.UUID;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.CheckpointOptions;
import org.apache.flink.runtime.state.CheckpointStreamFactory;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.OperatorSnapshotFutures;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Passes records on to a writer, and knows what Flink does not tell that. It has state in every
 * task: Flink tells a task which checkpoint it begins with only if there is some of its state in
 * it; that of a writer is missing if the task had finished, or is new because the job was scaled
 * up. And it leaves the marks of savepoints, and refuses a store whose objects do not live long
 * enough for the checkpoints. Chained to the writer, so of the same task.
 */
@SuppressWarnings("NullAway.Init") // Flink calls open() before anything else
final class KnownCheckpoint<IN> extends AbstractStreamOperator<IN>
    implements OneInputStreamOperator<IN, IN> {
  private static final long serialVersionUID = 1L;

  private final UUID sink;
  private final StoreConfig store;
  private transient SavepointPins pins;

  KnownCheckpoint(StreamOperatorParameters<IN> parameters, UUID sink, StoreConfig store) {
    super(parameters);
    this.sink = sink;
    this.store = store;
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    context
        .getOperatorStateStore()
        .getBroadcastState(
            new MapStateDescriptor<>("proxystore-known-checkpoint", Types.STRING, Types.INT))
        .put("version", 1);
  }

  @Override
  public void open() throws Exception {
    super.open();
    requireChained();
    Checkpoints.of(getContainingTask().getEnvironment().getJobConfiguration())
        .requireLongLife(store);
    pins =
        SavepointPins.ofSink(
            new OperatorStores(
                    List.of(store), getContainingTask().getEnvironment().getUserCodeClassLoader())
                .get(store.address()),
            getRuntimeContext().getJobInfo().getJobId(),
            sink);
  }

  /** A writer in a task of its own may not learn its checkpoint, and would take all for orphans. */
  private void requireChained() {
    if (config.isChainEnd()) {
      throw new IllegalStateException(
          "The writer of a ProxySink with EXACTLY_ONCE that puts into the store %s is not chained to what tells it its checkpoint, expected that: without, it could remove objects that were published. Leave operator chaining on for the sink (pipeline.operator-chaining.enabled, no disableChaining), or use AT_LEAST_ONCE."
              .formatted(store.address()));
    }
  }

  @Override
  public void processElement(StreamRecord<IN> element) {
    output.collect(element);
  }

  @Override
  public OperatorSnapshotFutures snapshotState(
      long checkpoint, long timestamp, CheckpointOptions kind, CheckpointStreamFactory storage)
      throws Exception {
    TakenSavepoint.of(checkpoint, timestamp, kind).ifPresent(pins::pin);
    return super.snapshotState(checkpoint, timestamp, kind, storage);
  }

  @Override
  public void notifyCheckpointComplete(long checkpoint) throws Exception {
    super.notifyCheckpointComplete(checkpoint);
    pins.completed(checkpoint);
  }

  @Override
  public void notifyCheckpointAborted(long checkpoint) throws Exception {
    super.notifyCheckpointAborted(checkpoint);
    pins.aborted(checkpoint);
  }
}
