package dev.proxystore.flink;

import dev.proxystore.proxy.Proxy;
import java.util.List;
import org.apache.flink.api.common.functions.Function;
import org.apache.flink.api.common.functions.MapFunction;

/** A put function of two functions. */
final class LambdaPutFunction<IN, T, OUT> extends FunctionWrapper
    implements PutFunction<IN, T, OUT> {
  private static final long serialVersionUID = 1L;

  private final MapFunction<IN, T> value;
  private final AttachFunction<IN, T, OUT> attach;

  LambdaPutFunction(MapFunction<IN, T> value, AttachFunction<IN, T, OUT> attach) {
    this.value = value;
    this.attach = attach;
  }

  @Override
  public T value(IN record) throws Exception {
    return value.map(record);
  }

  @Override
  public OUT attach(IN record, Proxy<T> proxy) throws Exception {
    return attach.attach(record, proxy);
  }

  @Override
  List<Function> wrapped() {
    return List.of(value, attach);
  }
}
