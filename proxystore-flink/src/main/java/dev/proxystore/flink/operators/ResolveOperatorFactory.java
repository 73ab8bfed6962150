package dev.proxystore.flink.operators;

import dev.proxystore.flink.ProxyResolveOptions;
import dev.proxystore.flink.ResolveFunction;
import dev.proxystore.proxy.Proxy;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;
import org.jspecify.annotations.Nullable;

/** Makes the operators that resolve. */
@Internal
public final class ResolveOperatorFactory<IN, T, OUT> extends AbstractStreamOperatorFactory<OUT>
    implements OneInputStreamOperatorFactory<IN, OUT> {
  private static final long serialVersionUID = 1L;

  private final ResolveFunction<IN, T, OUT> function;
  private final KeySelector<IN, Proxy<T>> selector;
  private final ProxyResolveOptions options;
  private final @Nullable TypeSerializer<T> valueSerializer;
  private final Backoff backoff;

  /**
   * @param valueSerializer reads values that Flink's serializer wrote; null if their type is
   *     unknown
   */
  public ResolveOperatorFactory(
      ResolveFunction<IN, T, OUT> function,
      KeySelector<IN, Proxy<T>> selector,
      ProxyResolveOptions options,
      @Nullable TypeSerializer<T> valueSerializer) {
    this(function, selector, options, valueSerializer, Backoff.PATIENT);
  }

  ResolveOperatorFactory(
      ResolveFunction<IN, T, OUT> function,
      KeySelector<IN, Proxy<T>> selector,
      ProxyResolveOptions options,
      @Nullable TypeSerializer<T> valueSerializer,
      Backoff backoff) {
    this.function = function;
    this.selector = selector;
    this.options = options;
    this.valueSerializer = valueSerializer;
    this.backoff = backoff;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the interface is Flink's
  public <O extends StreamOperator<OUT>> O createStreamOperator(
      StreamOperatorParameters<OUT> parameters) {
    return (O)
        new ResolveOperator<>(parameters, function, selector, options, valueSerializer, backoff);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return ResolveOperator.class;
  }
}
