package dev.proxystore.flink;

import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.Function;
import org.apache.flink.util.Collector;

/**
 * Computes with a resolved object. Runs on the task's thread like any Flink function, while later
 * objects are being fetched; may also be a {@link
 * org.apache.flink.api.common.functions.RichFunction}. The object is released when it returns: emit
 * what was computed, and neither the object nor what refers to it.
 *
 * @param <IN> the record that holds the proxy
 * @param <T> the object behind it
 * @param <OUT> what is emitted
 */
@PublicEvolving
@FunctionalInterface
public interface ResolveFunction<IN, T, OUT> extends Function {

  /** Computes with one object and emits any number of results. */
  void process(IN record, T value, Collector<OUT> out) throws Exception;
}
