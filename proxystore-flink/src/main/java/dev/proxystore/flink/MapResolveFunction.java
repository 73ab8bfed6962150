package dev.proxystore.flink;

import dev.proxystore.proxy.Proxy;
import java.util.List;
import org.apache.flink.api.common.functions.Function;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.util.Collector;

/** Computes one result from each object. */
final class MapResolveFunction<T, OUT> extends FunctionWrapper
    implements ResolveFunction<Proxy<T>, T, OUT> {
  private static final long serialVersionUID = 1L;

  private final MapFunction<T, OUT> function;

  MapResolveFunction(MapFunction<T, OUT> function) {
    this.function = function;
  }

  @Override
  public void process(Proxy<T> proxy, T value, Collector<OUT> out) throws Exception {
    out.collect(function.map(value));
  }

  @Override
  List<Function> wrapped() {
    return List.of(function);
  }
}
