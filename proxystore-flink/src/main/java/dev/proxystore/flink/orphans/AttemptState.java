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
 * <p>An attempt that has not cleared up after those before it has a second entry that says so.
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

  Watch restored() throws Exception {
    Map<String, Long> entries = new HashMap<>();
    for (Tuple2<String, Long> each : attempts.get()) {
      entries.merge(each.f0, each.f1, Math::min);
    }
    return Watch.read(entries);
  }

  /**
   * The operator in the jobs before this one, and the checkpoint that each was left with: objects
   * that it put later are not known here.
   */
  Map<String, Long> predecessors(PutAttempt own) throws Exception {
    return writers.predecessors(own.writer(), own.restored() - 1);
  }

  void save(PutAttempt own, Map<String, Long> predecessors, Watch watch) throws Exception {
    List<Tuple2<String, Long>> entries = new ArrayList<>();
    watch.entries().forEach((text, number) -> entries.add(Tuple2.of(text, number)));
    attempts.update(entries);
    writers.save(own.writer(), predecessors);
  }
}
