package dev.proxystore.flink.operators;

import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.java.functions.KeySelector;
import org.apache.flink.runtime.state.KeyGroupRangeAssignment;

/** The keys that Flink assigns to one instance of an operator on a keyed stream. */
record OwnKeys<IN>(KeySelector<IN, ?> selector, TaskInfo task) {

  /** Whether records with this one's key come to this instance. */
  boolean contains(IN record) throws Exception {
    int owner =
        KeyGroupRangeAssignment.assignKeyToParallelOperator(
            selector.getKey(record),
            task.getMaxNumberOfParallelSubtasks(),
            task.getNumberOfParallelSubtasks());
    return owner == task.getIndexOfThisSubtask();
  }
}
