package dev.proxystore.flink.operators;

import java.util.Collection;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.PrimitiveArrayTypeInfo;

/**
 * The marks of released objects as a checkpoint holds them, in pieces that are dealt out evenly
 * when the parallelism changes: any instance can evict any object.
 */
final class ReleaseState {
  private static final String NAME = "released-objects";

  private final ListState<byte[]> state;

  ReleaseState(OperatorStateStore store) throws Exception {
    state =
        store.getListState(
            new ListStateDescriptor<>(NAME, PrimitiveArrayTypeInfo.BYTE_PRIMITIVE_ARRAY_TYPE_INFO));
  }

  /** Hands out what the checkpoint held. */
  void restore(Consumer<HeldMarks> consumer) throws Exception {
    for (byte[] each : state.get()) {
      consumer.accept(MarksFormat.read(each));
    }
    state.clear();
  }

  void save(Collection<HeldMarks> marks) throws Exception {
    state.update(marks.stream().map(HeldMarks::toState).toList());
  }
}
