package dev.proxystore.flink.orphans;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;

/**
 * What a checkpoint says of attempts: what the ids of each begin with, and the number of its next
 * object. When the job is scaled each entry goes to one task, whichever; no task needs those of
 * others, so that a checkpoint is possible also when some of the tasks have finished.
 *
 * <p>A task that gets no entry, since it is new or had finished, must yet know that there is a
 * checkpoint, and which: Flink says so only to tasks with state. Hence entries that all have: the
 * operator in this job, and in those from whose savepoints this one descends.
 */
final class AttemptState {
  private static final String ATTEMPTS = "proxystore-attempts";
  private static final String WRITERS = "proxystore-writers";

  private final ListState<Tuple2<String, Long>> attempts;
  private final JobState writers;

  AttemptState(OperatorStateStore store) throws Exception {
    attempts =
        store.getListState(
            new ListStateDescriptor<>(ATTEMPTS, Types.TUPLE(Types.STRING, Types.LONG)));
    writers = new JobState(store, WRITERS);
  }

  Map<PutAttempt, Long> restored() throws Exception {
    Map<PutAttempt, Long> restored = new HashMap<>();
    for (Tuple2<String, Long> each : attempts.get()) {
      ObjectId.attempt(each.f0).ifPresent(attempt -> restored.merge(attempt, each.f1, Math::min));
    }
    return restored;
  }

  /**
   * The operator in the jobs before this one, and the checkpoint that each was left with: objects
   * that it put later are not known here.
   */
  Map<String, Long> predecessors(PutAttempt own) throws Exception {
    return writers.predecessors(own.writer(), own.restored() - 1);
  }

  void save(PutAttempt own, Map<String, Long> predecessors, Map<PutAttempt, Long> next)
      throws Exception {
    List<Tuple2<String, Long>> entries = new ArrayList<>();
    next.forEach((attempt, number) -> entries.add(Tuple2.of(attempt.prefix(), number)));
    attempts.update(entries);
    writers.save(own.writer(), predecessors);
  }
}
