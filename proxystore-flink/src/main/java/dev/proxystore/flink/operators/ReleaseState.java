package dev.proxystore.flink.operators;

import java.util.Collection;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * The marks of released objects as a checkpoint holds them, in pieces that are dealt out evenly
 * when the parallelism changes: any instance can evict any object. An instance that gets none must
 * yet know that there is a checkpoint; Flink says so only to those with state, so all have some.
 */
final class ReleaseState {
  private static final String NAME = "released-objects";
  private static final String EVERYWHERE = "released-objects-everywhere";

  private final ListState<byte[]> state;
  private final BroadcastState<String, Integer> everywhere;

  ReleaseState(OperatorStateStore store) throws Exception {
    state =
        store.getListState(
            new ListStateDescriptor<>(NAME, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
    everywhere =
        store.getBroadcastState(new MapStateDescriptor<>(EVERYWHERE, Types.STRING, Types.INT));
  }

  /** Hands out what the checkpoint held. */
  void restore(Consumer<HeldMarks> consumer) throws Exception {
    for (byte[] each : state.get()) {
      consumer.accept(MarksFormat.read(each));
    }
    state.clear();
  }

  void save(Collection<HeldMarks> marks) throws Exception {
    everywhere.put("version", MarksFormat.VERSION);
    state.update(marks.stream().map(HeldMarks::toState).toList());
  }
}
