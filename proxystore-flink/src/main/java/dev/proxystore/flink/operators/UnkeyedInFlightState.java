package dev.proxystore.flink.operators;

import dev.proxystore.connector.ObjectConsumer;
import dev.proxystore.flink.operators.InFlightQueue.Waiting;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.common.typeutils.base.StringSerializer;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.api.java.typeutils.runtime.TupleSerializer;

/**
 * On a stream without keys the records are dealt out evenly when the parallelism changes. Where
 * every instance is given all records, each is kept with the instance that it was given to: whoever
 * has it after a restore releases its object for that one.
 */
final class UnkeyedInFlightState<IN> implements InFlightState<IN> {
  private static final String NAME = "records-in-flight";
  private static final String NAME_OF_INSTANCES = "records-in-flight-of-instances";

  private final ListState<Tuple2<Long, IN>> state;
  private final ListState<Tuple2<String, Tuple2<Long, IN>>> ofInstances;
  private final ObjectConsumer own;

  UnkeyedInFlightState(OperatorStateStore store, TypeSerializer<IN> records, ObjectConsumer own)
      throws Exception {
    TypeSerializer<Tuple2<Long, IN>> timed = pair(LongSerializer.INSTANCE, records);
    this.state = store.getListState(new ListStateDescriptor<>(NAME, timed));
    this.ofInstances =
        store.getListState(
            new ListStateDescriptor<>(NAME_OF_INSTANCES, pair(StringSerializer.INSTANCE, timed)));
    this.own = own;
  }

  @SuppressWarnings("unchecked")
  private static <A, B> TypeSerializer<Tuple2<A, B>> pair(
      TypeSerializer<A> first, TypeSerializer<B> second) {
    return new TupleSerializer<>(
        (Class<Tuple2<A, B>>) (Class<?>) Tuple2.class, new TypeSerializer<?>[] {first, second});
  }

  @Override
  public void restore(Sink<IN> sink) throws Exception {
    for (Tuple2<Long, IN> each : state.get()) {
      sink.accept(each.f1, InFlightState.orNull(each.f0), own);
    }
    for (Tuple2<String, Tuple2<Long, IN>> each : ofInstances.get()) {
      sink.accept(each.f1.f1, InFlightState.orNull(each.f1.f0), ObjectConsumer.parse(each.f0));
    }
    state.clear();
    ofInstances.clear();
  }

  /** What is of an instance stays with it, also if this is the only one now. */
  @Override
  public void save(List<Waiting<IN>> waiting) throws Exception {
    state.update(
        waiting.stream()
            .filter(each -> !isOfInstance(each))
            .map(UnkeyedInFlightState::timed)
            .toList());
    ofInstances.update(
        waiting.stream()
            .filter(UnkeyedInFlightState::isOfInstance)
            .map(each -> Tuple2.of(each.consumer().text(), timed(each)))
            .toList());
  }

  private static boolean isOfInstance(Waiting<?> each) {
    return each.consumer().instances() > 1;
  }

  private static <IN> Tuple2<Long, IN> timed(Waiting<IN> each) {
    return Tuple2.of(InFlightState.orNone(each.timestamp()), each.record());
  }
}
