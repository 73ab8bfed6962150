package dev.proxystore.flink;

import dev.proxystore.proxy.Proxy;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.Function;
import org.apache.flink.api.common.functions.MapFunction;

/**
 * Says which part of a record goes into the store, and what the record becomes when a proxy has
 * taken its place. May also be a {@link org.apache.flink.api.common.functions.RichFunction}.
 *
 * @param <IN> the record that comes in
 * @param <T> the object that is put
 * @param <OUT> the record that goes on
 */
@PublicEvolving
public interface PutFunction<IN, T, OUT> extends Function {

  /** The object to put. */
  T value(IN record) throws Exception;

  /** The record that goes on in place of the one that came in. */
  OUT attach(IN record, Proxy<T> proxy) throws Exception;

  /** Puts the whole record. */
  static <T> PutFunction<T, T, Proxy<T>> wholeRecord() {
    return of(record -> record, (record, proxy) -> proxy);
  }

  /** A function of two lambdas. */
  static <IN, T, OUT> PutFunction<IN, T, OUT> of(
      MapFunction<IN, T> value, AttachFunction<IN, T, OUT> attach) {
    return new LambdaPutFunction<>(value, attach);
  }

  /** What a record becomes when a proxy has taken the place of its object. */
  @FunctionalInterface
  interface AttachFunction<IN, T, OUT> extends Function {
    OUT attach(IN record, Proxy<T> proxy) throws Exception;
  }
}
