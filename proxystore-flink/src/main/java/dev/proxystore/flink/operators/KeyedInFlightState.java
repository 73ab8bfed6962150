package dev.proxystore.flink.operators;

import static java.util.Comparator.comparing;

import dev.proxystore.connector.ObjectConsumer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.base.IntSerializer;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.api.java.tuple.Tuple3;
import org.apache.flink.api.java.typeutils.runtime.TupleSerializer;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;

/**
 * On a keyed stream each record goes where its key goes when the parallelism changes: the records
 * are state of their keys, each with its place in the queue, and only while a checkpoint is taken.
 * Unlike union list state, this lets checkpoints go on when some of the tasks have finished.
 */
final class KeyedInFlightState<IN> implements InFlightState<IN> {
  private static final String NAME = "records-in-flight";

  private final KeyedStateBackend<Object> backend;
  private final KeySelector<IN, ?> selector;
  private final TypeSerializer<IN> records;
  private final ObjectConsumer own;
  private final ListStateDescriptor<Tuple3<Integer, Long, IN>> descriptor;

  /** The keys that have such state. */
  private final Set<Object> keys = new HashSet<>();

  KeyedInFlightState(
      KeyedStateBackend<Object> backend,
      KeySelector<IN, ?> selector,
      TypeSerializer<IN> records,
      ObjectConsumer own) {
    this.backend = backend;
    this.selector = selector;
    this.records = records;
    this.own = own;
    this.descriptor = new ListStateDescriptor<>(NAME, serializer(records));
  }

  @SuppressWarnings("unchecked")
  private static <IN> TypeSerializer<Tuple3<Integer, Long, IN>> serializer(
      TypeSerializer<IN> records) {
    return new TupleSerializer<>(
        (Class<Tuple3<Integer, Long, IN>>) (Class<?>) Tuple3.class,
        new TypeSerializer<?>[] {IntSerializer.INSTANCE, LongSerializer.INSTANCE, records});
  }

  @Override
  public void restore(Sink<IN> sink) throws Exception {
    List<Tuple3<Integer, Long, IN>> all = new ArrayList<>();
    backend.applyToAllKeys(
        VoidNamespace.INSTANCE,
        VoidNamespaceSerializer.INSTANCE,
        descriptor,
        (key, state) -> {
          keys.add(key);
          state.get().forEach(all::add);
        });
    clear();
    all.sort(comparing(each -> each.f0));
    for (Tuple3<Integer, Long, IN> each : all) {
      sink.accept(each.f2, InFlightState.orNull(each.f1), own);
    }
  }

  /** Copies them: a state backend may look at them only when they have been used. */
  @Override
  public void save(List<InFlightQueue.Waiting<IN>> waiting) throws Exception {
    clear();
    int place = 0;
    for (InFlightQueue.Waiting<IN> each : waiting) {
      Object key = selector.getKey(each.record());
      keys.add(key);
      stateOf(key)
          .add(
              Tuple3.of(
                  place++, InFlightState.orNone(each.timestamp()), records.copy(each.record())));
    }
  }

  private void clear() throws Exception {
    for (Object key : keys) {
      stateOf(key).clear();
    }
    keys.clear();
  }

  private ListState<Tuple3<Integer, Long, IN>> stateOf(Object key) throws Exception {
    backend.setCurrentKey(key);
    return backend.getPartitionedState(
        VoidNamespace.INSTANCE, VoidNamespaceSerializer.INSTANCE, descriptor);
  }
}
