package dev.proxystore.flink.operators;

import dev.proxystore.flink.ProxyPutOptions;
import dev.proxystore.flink.PutFunction;
import dev.proxystore.store.StoreConfig;
import java.util.UUID;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.jspecify.annotations.Nullable;

/** Makes the operators that put. */
@Internal
public final class PutOperatorFactory<IN, T, OUT> extends AbstractStreamOperatorFactory<OUT>
    implements OneInputStreamOperatorFactory<IN, OUT> {
  private static final long serialVersionUID = 1L;

  private final PutFunction<IN, T, OUT> function;
  private final StoreConfig store;
  private final ProxyPutOptions options;
  private final @Nullable TypeSerializer<T> valueSerializer;

  /** Travels with the job as it was submitted: restarts have the same, no other submission has. */
  private final UUID run = UUID.randomUUID();

  /**
   * @param valueSerializer writes the values; null for the store's serializers
   */
  public PutOperatorFactory(
      PutFunction<IN, T, OUT> function,
      StoreConfig store,
      ProxyPutOptions options,
      @Nullable TypeSerializer<T> valueSerializer) {
    this.function = function;
    this.store = store;
    this.options = options;
    this.valueSerializer = valueSerializer;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the interface is Flink's
  public <O extends StreamOperator<OUT>> O createStreamOperator(
      StreamOperatorParameters<OUT> parameters) {
    return (O) new PutOperator<>(parameters, function, store, options, valueSerializer, run);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return PutOperator.class;
  }
}
