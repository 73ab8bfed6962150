package dev.proxystore.flink.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.proxystore.flink.orphans.PutAttempt;
import java.util.UUID;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.TaskInfo;
import org.apache.flink.api.connector.sink2.WriterInitContext;

/**
 * Which writer of which job this is.
 *
 * @param run the sink in one job: no other job and no other sink of this one has the same
 * @param restored the checkpoint that it began with; -1 for none
 * @param objects how its objects are named
 */
record Attempt(UUID run, int subtask, long restored, PutAttempt objects) {
  private static final String OPERATOR_ID = "<operator_id>";

  static Attempt of(UUID sink, WriterInitContext context) {
    TaskInfo task = context.getTaskInfo();
    JobID job = context.getJobInfo().getJobId();
    String operator = context.metricGroup().getAllVariables().getOrDefault(OPERATOR_ID, "");
    return new Attempt(
        hash(sink + " " + job + " " + operator),
        task.getIndexOfThisSubtask(),
        context.getRestoredCheckpointId().orElse(-1),
        PutAttempt.beginPublishing(job, sink, operator, task, context.getRestoredCheckpointId()));
  }

  /** The id of a producer that begins here; an attempt that begins at the same point has it too. */
  UUID producer() {
    return hash("producer " + run + " " + subtask + " " + restored);
  }

  private static UUID hash(String text) {
    return UUID.nameUUIDFromBytes(text.getBytes(UTF_8));
  }
}
