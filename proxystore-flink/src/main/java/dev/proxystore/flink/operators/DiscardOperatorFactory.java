package dev.proxystore.flink.operators;

import dev.proxystore.flink.ProxyDiscardOptions;
import dev.proxystore.proxy.Proxy;
import org.apache.flink.annotation.Internal;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.operators.AbstractStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.OneInputStreamOperatorFactory;
import org.apache.flink.streaming.api.operators.StreamOperator;
import org.apache.flink.streaming.api.operators.StreamOperatorParameters;

/** Makes the operators that release what a job drops. */
@Internal
public final class DiscardOperatorFactory<IN, T> extends AbstractStreamOperatorFactory<Void>
    implements OneInputStreamOperatorFactory<IN, Void> {
  private static final long serialVersionUID = 1L;

  private final KeySelector<IN, Proxy<T>> selector;
  private final ProxyDiscardOptions options;

  public DiscardOperatorFactory(KeySelector<IN, Proxy<T>> selector, ProxyDiscardOptions options) {
    this.selector = selector;
    this.options = options;
  }

  @Override
  @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the interface is Flink's
  public <O extends StreamOperator<Void>> O createStreamOperator(
      StreamOperatorParameters<Void> parameters) {
    return (O) new DiscardOperator<>(parameters, selector, options);
  }

  @Override
  @SuppressWarnings("rawtypes")
  public Class<? extends StreamOperator> getStreamOperatorClass(ClassLoader classLoader) {
    return DiscardOperator.class;
  }
}
