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

/** On a stream without keys the records are dealt out evenly when the parallelism changes. */
final class UnkeyedInFlightState<IN> implements InFlightState<IN> {
  private static final String NAME = "records-in-flight";

  private final ListState<Tuple2<Long, IN>> state;

  UnkeyedInFlightState(OperatorStateStore store, TypeSerializer<IN> records) throws Exception {
    this.state = store.getListState(new ListStateDescriptor<>(NAME, serializer(records)));
  }

  @SuppressWarnings("unchecked")
  private static <IN> TypeSerializer<Tuple2<Long, IN>> serializer(TypeSerializer<IN> records) {
    return new TupleSerializer<>(
        (Class<Tuple2<Long, IN>>) (Class<?>) Tuple2.class,
        new TypeSerializer<?>[] {LongSerializer.INSTANCE, records});
  }

  @Override
  public void restore(BiConsumerWithException<IN, @Nullable Long, Exception> consumer)
      throws Exception {
    for (Tuple2<Long, IN> each : state.get()) {
      consumer.accept(each.f1, InFlightState.orNull(each.f0));
    }
    state.clear();
  }

  @Override
  public void save(List<InFlightQueue.Waiting<IN>> waiting) throws Exception {
    state.update(
        waiting.stream()
            .map(each -> Tuple2.of(InFlightState.orNone(each.timestamp()), each.record()))
            .toList());
  }
}
