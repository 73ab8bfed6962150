package dev.proxystore.flink;

import dev.proxystore.proxy.Proxy;
import org.apache.flink.api.common.functions.MapFunction;

/** A put function of two lambdas. */
record LambdaPutFunction<IN, T, OUT>(
    MapFunction<IN, T> extract, PutFunction.AttachFunction<IN, T, OUT> join)
    implements PutFunction<IN, T, OUT> {

  @Override
  public T value(IN record) throws Exception {
    return extract.map(record);
  }

  @Override
  public OUT attach(IN record, Proxy<T> proxy) throws Exception {
    return join.attach(record, proxy);
  }
}
