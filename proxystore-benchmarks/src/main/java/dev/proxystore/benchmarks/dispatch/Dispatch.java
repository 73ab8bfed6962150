package dev.proxystore.benchmarks.dispatch;

import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.java.tuple.Tuple2;

/** Looks at the number of a record and sends it on, whatever it carries. */
final class Dispatch<C> implements FilterFunction<Tuple2<Long, C>> {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean filter(Tuple2<Long, C> dispatched) {
    return dispatched.f0 >= 0;
  }
}
