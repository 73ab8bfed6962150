package dev.proxystore.flink.orphans;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;

/**
 * What a checkpoint says of attempts: what the ids of each begin with, and the number of its next
 * object. When the job is scaled each entry goes to one task, whichever; no task needs those of
 * others, so that a checkpoint is possible also when some of the tasks have finished.
 *
 * <p>A task that gets no entry, since it is new or had finished, must yet know that there is a
 * checkpoint, and which: Flink says so only to tasks with state. Hence an entry that all have.
 */
final class AttemptState {
  private static final String ATTEMPTS = "proxystore-attempts";
  private static final String EVERYWHERE = "proxystore-attempts-everywhere";
  private static final int VERSION = 1;

  private final ListState<Tuple2<String, Long>> attempts;
  private final BroadcastState<String, Integer> everywhere;

  AttemptState(OperatorStateStore store) throws Exception {
    attempts =
        store.getListState(
            new ListStateDescriptor<>(ATTEMPTS, Types.TUPLE(Types.STRING, Types.LONG)));
    everywhere =
        store.getBroadcastState(new MapStateDescriptor<>(EVERYWHERE, Types.STRING, Types.INT));
  }

  Map<PutAttempt, Long> restored() throws Exception {
    Map<PutAttempt, Long> restored = new HashMap<>();
    for (Tuple2<String, Long> each : attempts.get()) {
      ObjectId.parse(ObjectId.object(each.f0, each.f1))
          .ifPresent(id -> restored.merge(id.attempt(), id.number(), Math::min));
    }
    return restored;
  }

  void save(Map<PutAttempt, Long> next) throws Exception {
    List<Tuple2<String, Long>> entries = new ArrayList<>();
    next.forEach((attempt, number) -> entries.add(Tuple2.of(attempt.prefix(), number)));
    attempts.update(entries);
    everywhere.put("version", VERSION);
  }
}
