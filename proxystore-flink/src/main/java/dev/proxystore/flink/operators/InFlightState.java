package dev.proxystore.flink.operators;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.runtime.TupleSerializer;
import org.apache.flink.util.function.BiConsumerWithException;
import org.jspecify.annotations.Nullable;

/**
 * The records in flight as a checkpoint holds them: each with its timestamp, or the lowest number
 * for none. Watermarks between them are not kept; sources send new ones.
 *
 * <p>When the parallelism changes, the records are dealt out evenly. On a keyed stream each must
 * instead go where its key goes: every instance is given all of them and takes its own.
 */
final class InFlightState<IN> {
  private static final String NAME = "records-in-flight";
  private static final long NO_TIMESTAMP = Long.MIN_VALUE;

  private final ListState<Tuple2<Long, IN>> state;
  private final @Nullable OwnKeys<IN> keys;

  /**
   * @param keys those of this instance; null unless the stream is keyed
   */
  InFlightState(OperatorStateStore store, TypeSerializer<IN> records, @Nullable OwnKeys<IN> keys)
      throws Exception {
    ListStateDescriptor<Tuple2<Long, IN>> descriptor =
        new ListStateDescriptor<>(NAME, serializer(records));
    this.state =
        keys == null ? store.getListState(descriptor) : store.getUnionListState(descriptor);
    this.keys = keys;
  }

  @SuppressWarnings("unchecked")
  private static <IN> TypeSerializer<Tuple2<Long, IN>> serializer(TypeSerializer<IN> records) {
    return new TupleSerializer<>(
        (Class<Tuple2<Long, IN>>) (Class<?>) Tuple2.class,
        new TypeSerializer<?>[] {LongSerializer.INSTANCE, records});
  }

  /** Hands out, once, what the checkpoint held. */
  void restore(BiConsumerWithException<IN, @Nullable Long, Exception> consumer) throws Exception {
    for (Tuple2<Long, IN> each : state.get()) {
      if (keys == null || keys.contains(each.f1)) {
        consumer.accept(each.f1, each.f0 == NO_TIMESTAMP ? null : each.f0);
      }
    }
    state.clear();
  }

  void save(List<InFlightQueue.Waiting<IN>> waiting) throws Exception {
    state.update(
        waiting.stream().map(each -> Tuple2.of(orNone(each.timestamp()), each.record())).toList());
  }

  private static long orNone(@Nullable Long timestamp) {
    return timestamp == null ? NO_TIMESTAMP : timestamp;
  }
}
