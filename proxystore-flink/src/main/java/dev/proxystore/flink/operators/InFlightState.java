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
import org.jspecify.annotations.Nullable;

/**
 * The records in flight as a checkpoint holds them: each with its timestamp, or the lowest number
 * for none. Watermarks between them are not kept; sources send new ones.
 *
 * <p>When the parallelism changes, the records are dealt out evenly. On a keyed stream each must
 * instead go where its key goes: every instance is given all of them and takes its own. Where every
 * instance is given all records, each is kept with the instance that it was given to: whoever has
 * it after a restore releases its object for that one.
 */
final class InFlightState<IN> {
  private static final String NAME = "records-in-flight";
  private static final String NAME_OF_INSTANCES = "records-in-flight-of-instances";
  private static final long NO_TIMESTAMP = Long.MIN_VALUE;

  private final ListState<Tuple2<Long, IN>> state;
  private final ListState<Tuple2<String, Tuple2<Long, IN>>> ofInstances;
  private final ObjectConsumer own;
  private final @Nullable OwnKeys<IN> keys;

  /** Takes a record that a checkpoint held. */
  interface Sink<IN> {
    void accept(IN record, @Nullable Long timestamp, ObjectConsumer consumer) throws Exception;
  }

  /**
   * @param keys those of this instance; null unless the stream is keyed
   */
  InFlightState(
      OperatorStateStore store,
      TypeSerializer<IN> records,
      ObjectConsumer own,
      @Nullable OwnKeys<IN> keys)
      throws Exception {
    TypeSerializer<Tuple2<Long, IN>> timed = pair(LongSerializer.INSTANCE, records);
    ListStateDescriptor<Tuple2<Long, IN>> descriptor = new ListStateDescriptor<>(NAME, timed);
    this.state =
        keys == null ? store.getListState(descriptor) : store.getUnionListState(descriptor);
    this.ofInstances =
        store.getListState(
            new ListStateDescriptor<>(NAME_OF_INSTANCES, pair(StringSerializer.INSTANCE, timed)));
    this.own = own;
    this.keys = keys;
  }

  @SuppressWarnings("unchecked")
  private static <A, B> TypeSerializer<Tuple2<A, B>> pair(
      TypeSerializer<A> first, TypeSerializer<B> second) {
    return new TupleSerializer<>(
        (Class<Tuple2<A, B>>) (Class<?>) Tuple2.class, new TypeSerializer<?>[] {first, second});
  }

  /** Hands out, once, what the checkpoint held. */
  void restore(Sink<IN> sink) throws Exception {
    for (Tuple2<Long, IN> each : state.get()) {
      if (keys == null || keys.contains(each.f1)) {
        restore(sink, each, own);
      }
    }
    for (Tuple2<String, Tuple2<Long, IN>> each : ofInstances.get()) {
      restore(sink, each.f1, ObjectConsumer.parse(each.f0));
    }
    state.clear();
    ofInstances.clear();
  }

  private void restore(Sink<IN> sink, Tuple2<Long, IN> each, ObjectConsumer consumer)
      throws Exception {
    sink.accept(each.f1, each.f0 == NO_TIMESTAMP ? null : each.f0, consumer);
  }

  /** What is of an instance stays with it, also if this is the only one now. */
  void save(List<Waiting<IN>> waiting) throws Exception {
    state.update(
        waiting.stream().filter(each -> !isOfInstance(each)).map(InFlightState::timed).toList());
    ofInstances.update(
        waiting.stream()
            .filter(InFlightState::isOfInstance)
            .map(each -> Tuple2.of(each.consumer().text(), timed(each)))
            .toList());
  }

  private static boolean isOfInstance(Waiting<?> each) {
    return each.consumer().instances() > 1;
  }

  private static <IN> Tuple2<Long, IN> timed(Waiting<IN> each) {
    Long timestamp = each.timestamp();
    return Tuple2.of(timestamp == null ? NO_TIMESTAMP : timestamp, each.record());
  }
}
