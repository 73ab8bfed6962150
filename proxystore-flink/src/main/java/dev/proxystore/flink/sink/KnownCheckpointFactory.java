package dev.proxystore.flink.sink;

import dev.proxystore.store.StoreConfig;
import java.util.UUID;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operators before writers of exactly-once sinks that put. */
final class KnownCheckpointFactory<IN> extends AbstractStreamOperatorFactory<IN>
    implements OneInputStreamOperatorFactory<IN, IN> {
  private static final long serialVersionUID = 1L;

  private final UUID sink;
  private final StoreConfig store;

  KnownCheckpointFactory(UUID sink, StoreConfig store) {
    this.sink = sink;
    this.store = store;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the interface is Flink's
  public <O extends StreamOperator<IN>> O createStreamOperator(
      StreamOperatorParameters<IN> parameters) {
    return (O) new KnownCheckpoint<>(parameters, sink, store);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return KnownCheckpoint.class;
  }
}
