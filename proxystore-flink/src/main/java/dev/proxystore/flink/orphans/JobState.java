package dev.proxystore.flink.orphans;

import java.util.HashMap;
import java.util.Map;
import org.apache.flink.api.common.state.BroadcastState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * What a checkpoint says of jobs: the one that took it, and those from whose savepoints that
 * descends, each by a name that it has in ids. All tasks have the same entries, also those that had
 * finished or are new.
 */
final class JobState {
  /** The job goes on. */
  private static final long OPEN = Long.MAX_VALUE;

  private final BroadcastState<String, Long> jobs;

  JobState(OperatorStateStore store, String state) throws Exception {
    jobs = store.getBroadcastState(new MapStateDescriptor<>(state, Types.STRING, Types.LONG));
  }

  /**
   * The jobs before this one, and the checkpoint that each was left with.
   *
   * @param own the name in this job
   * @param restored the checkpoint that this attempt began with
   */
  Map<String, Long> predecessors(String own, long restored) throws Exception {
    Map<String, Long> predecessors = new HashMap<>();
    for (Map.Entry<String, Long> each : jobs.entries()) {
      if (!each.getKey().equals(own)) {
        predecessors.put(each.getKey(), each.getValue() == OPEN ? restored : each.getValue());
      }
    }
    return predecessors;
  }

  void save(String own, Map<String, Long> predecessors) throws Exception {
    jobs.putAll(predecessors);
    jobs.put(own, OPEN);
  }
}
