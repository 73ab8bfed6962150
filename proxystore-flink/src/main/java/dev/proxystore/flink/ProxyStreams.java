package dev.proxystore.flink;

import static java.util.Objects.requireNonNull;

import dev.proxystore.flink.ProxyPutOptions.ValueEncoding;
import dev.proxystore.flink.ProxyResolveOptions.Input;
import dev.proxystore.flink.operators.DiscardOperatorFactory;
import dev.proxystore.flink.operators.PutOperatorFactory;
import dev.proxystore.flink.operators.ResolveOperatorFactory;
import dev.proxystore.flink.typeutils.ProxyTypeInfo;
import dev.proxystore.proxy.Proxy;
import dev.proxystore.store.StoreConfig;
import java.util.Optional;
import org.apache.flink.annotation.PublicEvolving;
import org.apache.flink.api.common.functions.MapFunction;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Puts the values of a stream into a store and resolves proxies in the operator that computes with
 * them; what lies between moves references only.
 *
 * <pre>{@code
 * StoreConfig store = StoreConfig.of("redis://localhost:6379/frames");
 * DataStream<Proxy<byte[]>> proxies = ProxyStreams.put(images, store);
 * ProxyStreams.resolve(proxies.rebalance(), image -> classify(image), Types.STRING).print();
 * }</pre>
 *
 * <p>An object is released when it has been used, unless the options say otherwise: with
 * checkpoints it goes when none that may be restored refers to it, without at once. Stores are
 * shared by the operators of a TaskManager and closed with the last of them. Credentials come from
 * the environment of each TaskManager.
 */
@PublicEvolving
public final class ProxyStreams {
  private ProxyStreams() {}

  /** Puts each value into a store; it is evicted when its proxy is resolved. */
  public static <T> SingleOutputStreamOperator<Proxy<T>> put(
      DataStream<T> values, StoreConfig store) {
    return put(values, store, ProxyPutOptions.defaults());
  }

  /** Puts each value into a store. */
  public static <T> SingleOutputStreamOperator<Proxy<T>> put(
      DataStream<T> values, StoreConfig store, ProxyPutOptions options) {
    TypeInformation<Proxy<T>> proxies =
        ProxyTypeInfo.forValues(values.getType()).withStore(store.address());
    return put(values, store, options, PutFunction.wholeRecord(), values.getType(), proxies);
  }

  /**
   * Puts a part of each record into a store and sends the record on with a proxy in its place.
   *
   * @param valueType the type of the part
   * @param outType the type of the records that go on, such as {@code Types.TUPLE(Types.STRING,
   *     ProxyTypeInfo.forValues(valueType).withStore(store.address()))}
   */
  public static <IN, T, OUT> SingleOutputStreamOperator<OUT> put(
      DataStream<IN> records,
      StoreConfig store,
      ProxyPutOptions options,
      PutFunction<IN, T, OUT> function,
      TypeInformation<T> valueType,
      TypeInformation<OUT> outType) {
    requireNonNull(store, "store");
    requireFlushedBuffers(records.getExecutionEnvironment(), options);
    requireNothingToHide(store, options);
    TypeSerializer<T> serializer =
        options.encoding() == ValueEncoding.FLINK ? serializer(records, valueType) : null;
    return records.transform(
        "Put into " + store.address().name(),
        outType,
        new PutOperatorFactory<>(
            records.getExecutionEnvironment().clean(function), store, options, serializer));
  }

  /** Who waits for room must have sent on what would make some. */
  private static void requireFlushedBuffers(
      StreamExecutionEnvironment environment, ProxyPutOptions options) {
    boolean bounded = options.maxLiveBytes().getBytes() != Long.MAX_VALUE;
    if (bounded && environment.getBufferTimeout() < 0) {
      throw new IllegalArgumentException(
          "A bound on live bytes (maxLiveBytes) does not go with a disabled buffer timeout: proxies would wait in buffers that nobody flushes while the put operator waits for them to be resolved. Set a buffer timeout of 0 ms or more, or no bound.");
    }
  }

  /** What a store encrypts must not lie open in checkpoints and on the network. */
  private static void requireNothingToHide(StoreConfig store, ProxyPutOptions options) {
    if (store.payload().encrypted() && options.inlineThreshold().getBytes() > 0) {
      throw new IllegalArgumentException(
          "The store %s encrypts its objects, and those inside proxies (inlineThreshold of %s) would travel as they are. Leave the threshold out, or use a store without encryption."
              .formatted(store.address(), options.inlineThreshold()));
    }
  }

  /** Computes with the object of each proxy: fetched ahead, results in order. */
  public static <T, OUT> SingleOutputStreamOperator<OUT> resolve(
      DataStream<Proxy<T>> proxies, MapFunction<T, OUT> function, TypeInformation<OUT> outType) {
    return resolve(proxies, function, outType, ProxyResolveOptions.defaults());
  }

  /** Computes with the object of each proxy. */
  public static <T, OUT> SingleOutputStreamOperator<OUT> resolve(
      DataStream<Proxy<T>> proxies,
      MapFunction<T, OUT> function,
      TypeInformation<OUT> outType,
      ProxyResolveOptions options) {
    return resolve(proxies, proxy -> proxy, new MapResolveFunction<>(function), outType, options);
  }

  /**
   * Computes with the object of the proxy that each record holds.
   *
   * @param selector the proxy of a record
   */
  public static <IN, T, OUT> SingleOutputStreamOperator<OUT> resolve(
      DataStream<IN> records,
      KeySelector<IN, Proxy<T>> selector,
      ResolveFunction<IN, T, OUT> function,
      TypeInformation<OUT> outType,
      ProxyResolveOptions options) {
    return resolve(
        records,
        selector,
        function,
        ProxyStreams.<T>valueType(records.getType()),
        outType,
        options);
  }

  /**
   * Computes with the object of the proxy that each record holds, where Flink's own serializer
   * wrote the objects ({@link ValueEncoding#FLINK}) and the stream is not one of proxies alone.
   *
   * @param selector the proxy of a record
   * @param valueType the type with which the objects were put
   */
  public static <IN, T, OUT> SingleOutputStreamOperator<OUT> resolve(
      DataStream<IN> records,
      KeySelector<IN, Proxy<T>> selector,
      ResolveFunction<IN, T, OUT> function,
      TypeInformation<T> valueType,
      TypeInformation<OUT> outType,
      ProxyResolveOptions options) {
    return resolve(records, selector, function, Optional.of(valueType), outType, options);
  }

  private static <IN, T, OUT> SingleOutputStreamOperator<OUT> resolve(
      DataStream<IN> records,
      KeySelector<IN, Proxy<T>> selector,
      ResolveFunction<IN, T, OUT> function,
      Optional<TypeInformation<T>> valueType,
      TypeInformation<OUT> outType,
      ProxyResolveOptions options) {
    requireNonNull(options, "options");
    requireAllRecords(records, options.input());
    StreamExecutionEnvironment environment = records.getExecutionEnvironment();
    return records.transform(
        "Resolve",
        outType,
        new ResolveOperatorFactory<>(
            environment.clean(function),
            environment.clean(selector),
            options,
            valueType.map(type -> serializer(records, type)).orElse(null)));
  }

  /**
   * The objects themselves, for what cannot take a function. A value that leaves this operator
   * travels whole again, through every shuffle behind it: prefer the forms with a function.
   */
  public static <T> SingleOutputStreamOperator<T> resolve(
      DataStream<Proxy<T>> proxies, TypeInformation<T> valueType, ProxyResolveOptions options) {
    return resolve(
        proxies, proxy -> proxy, (proxy, value, out) -> out.collect(value), valueType, options);
  }

  /**
   * Releases the objects of proxies that nobody will resolve: what a filter drops, what comes too
   * late for a window, what expires in state. They go as those of {@link #resolve} do, with
   * checkpoints; else the store fills.
   */
  public static <T> SingleOutputStreamOperator<Void> discard(
      DataStream<Proxy<T>> proxies, ProxyDiscardOptions options) {
    return discard(proxies, proxy -> proxy, options);
  }

  /**
   * Releases the objects of the proxies that dropped records hold.
   *
   * @param selector the proxy of a record
   * @return a stream without records, for its name, id and parallelism
   */
  public static <IN, T> SingleOutputStreamOperator<Void> discard(
      DataStream<IN> records, KeySelector<IN, Proxy<T>> selector, ProxyDiscardOptions options) {
    requireNonNull(options, "options");
    requireAllRecords(records, options.input());
    return records.transform(
        "Discard",
        Types.VOID,
        new DiscardOperatorFactory<>(records.getExecutionEnvironment().clean(selector), options));
  }

  /** Who is said to be given all records, and is not, would never have released an object. */
  private static void requireAllRecords(DataStream<?> records, Input input) {
    if (input == Input.BROADCAST && records instanceof KeyedStream) {
      throw new IllegalArgumentException(
          "Expected a stream that gives each parallel instance all records, found one with keys, which gives each record to one. Broadcast it, or set the input to SHARED.");
    }
  }

  private static <T> TypeSerializer<T> serializer(
      DataStream<?> stream, TypeInformation<T> valueType) {
    return valueType.createSerializer(stream.getExecutionConfig().getSerializerConfig());
  }

  /** The type of the objects, where the stream is one of declared proxies. */
  @SuppressWarnings("unchecked")
  private static <T> Optional<TypeInformation<T>> valueType(@Nullable TypeInformation<?> type) {
    return type instanceof ProxyTypeInfo<?> proxies
        ? ((ProxyTypeInfo<T>) proxies).valueType()
        : Optional.empty();
  }
}
